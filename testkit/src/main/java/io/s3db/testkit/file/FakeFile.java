package io.s3db.testkit.file;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** The content of a file as programs see it, and as the disk has it. */
final class FakeFile {
  static final int SECTOR = 512;

  private byte[] seen = new byte[0];
  private byte[] durable = new byte[0];
  private final TreeSet<Integer> dirty = new TreeSet<>();

  int size() {
    return seen.length;
  }

  byte[] seen() {
    return seen;
  }

  void write(int at, byte[] from, int offset, int length) {
    if (at + length > seen.length) {
      resize(at + length);
    }
    System.arraycopy(from, offset, seen, at, length);
    markDirty(at, length);
  }

  private void markDirty(int at, int length) {
    for (int sector = at / SECTOR; sector * SECTOR < at + length; sector++) {
      dirty.add(sector);
    }
  }

  void resize(int size) {
    int old = seen.length;
    seen = Arrays.copyOf(seen, size);
    markDirty(Math.min(old, size), Math.abs(size - old));
  }

  /** The disk has everything now. */
  void force() {
    durable = seen.clone();
    dirty.clear();
  }

  /** The operating system gave up on what was not on disk, and calls it clean. */
  void forgetDirt() {
    dirty.clear();
  }

  /** The power fails: sectors not forced survive or not, one by one. */
  void powerCut(RandomGenerator random, double survival) {
    if (dirty.isEmpty() && durable.length == seen.length) {
      seen = durable.clone();
      return;
    }
    boolean sizeSurvives = random.nextDouble() < survival;
    byte[] left = Arrays.copyOf(durable, sizeSurvives ? seen.length : durable.length);
    for (int sector : dirty) {
      int from = sector * SECTOR;
      int to = Math.min(from + SECTOR, Math.min(left.length, seen.length));
      if (from < to && random.nextDouble() < survival) {
        System.arraycopy(seen, from, left, from, to - from);
      }
    }
    seen = left;
    durable = left.clone();
    dirty.clear();
  }
}
