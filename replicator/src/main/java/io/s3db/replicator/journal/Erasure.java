package io.s3db.replicator.journal;

import io.s3db.replicator.journal.FileLayer.OpenFile;
import io.s3db.replicator.journal.RecordScan.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Overwrites frames in place, so that a crash at any step leaves each of them whole: as it was, or
 * erased.
 *
 * <p>What is going to be overwritten is noted first, durably, in {@code erasure.redo}: places and
 * lengths, nothing of the record. A frame that a crash left half overwritten is overwritten again
 * at the next open, before anything is read.
 */
final class Erasure {
  static final String NAME = "erasure.redo";

  private static final byte[] MAGIC = "S3DBERAS".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int FIXED = 8 + 4 + 4;
  private static final int ENTRY = 8 + 8 + 4 + 4 + 8;
  private static final int CHECKSUM = 4;

  private final FileLayer files;
  private final Path folder;

  /** The place of a frame in the file of a segment, and all of its header that stays. */
  record Place(long segment, long offset, long at, Frame frame) {}

  Erasure(FileLayer files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * Overwrites the frames. When this returns the disk holds nothing of them.
   *
   * @param exclusively keeps readers away while it writes
   */
  void erase(List<Found> found, Exclusively exclusively) throws IOException {
    List<Place> places = found.stream().map(Erasure::place).toList();
    force(places); // what is noted must be there, whatever the power does
    try {
      note(places);
    } catch (IOException e) {
      throw new NotBegunException(e);
    }
    exclusively.run(() -> overwrite(places));
    force(places);
    forget();
  }

  /** Nothing was overwritten yet. */
  static final class NotBegunException extends IOException {
    private static final long serialVersionUID = 1L;

    NotBegunException(IOException cause) {
      super(cause);
    }
  }

  /** Runs something while nobody reads. */
  interface Exclusively {
    void run(Writing writing) throws IOException;
  }

  /** Something that writes. */
  interface Writing {
    void run() throws IOException;
  }

  private static Place place(Found found) {
    Frame frame = found.frame();
    return new Place(
        found.segment().id(), frame.offset(), found.segment().at(frame.offset()), frame);
  }

  /** Does again what a crash may have interrupted; nothing if nothing was noted. */
  void finish() throws IOException {
    List<Place> noted = noted();
    if (!noted.isEmpty()) {
      List<Place> there = new ArrayList<>();
      for (Place place : noted) {
        if (isThere(place)) {
          there.add(place);
        }
      }
      overwrite(there);
      force(there);
      forget();
    }
  }

  /** A segment may have been released, or its tail cut off, since. */
  private boolean isThere(Place place) throws IOException {
    try (OpenFile file = files.open(Segment.file(folder, place.segment()), false)) {
      return place.at() + place.frame().size() <= file.size();
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private void overwrite(List<Place> places) throws IOException {
    for (Place place : places) {
      Frame frame = place.frame();
      byte[] erased = new byte[frame.size()];
      Frame.seal(
          erased, place.segment(), frame.offset(), Frame.ERASED, frame.partition(), frame.synced());
      try (OpenFile file = files.open(Segment.file(folder, place.segment()), true)) {
        file.write(place.at(), erased, 0, erased.length);
      }
    }
  }

  private void force(List<Place> places) throws IOException {
    for (long segment : places.stream().map(Place::segment).distinct().sorted().toList()) {
      try (OpenFile file = files.open(Segment.file(folder, segment), true)) {
        file.force();
      }
    }
  }

  private void note(List<Place> places) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(FIXED + places.size() * ENTRY + CHECKSUM);
    out.put(MAGIC).putInt(FORMAT).putInt(places.size());
    for (Place place : places) {
      Frame frame = place.frame();
      out.putLong(place.segment()).putLong(place.offset());
      out.putInt(frame.length()).putInt(frame.partition()).putLong(frame.synced());
    }
    out.putInt(checksum(out.array()));
    Path draft = folder.resolve(NAME + ".new");
    try (OpenFile file = files.create(draft, out.capacity())) {
      file.write(0, out.array(), 0, out.capacity());
      file.force();
    }
    files.rename(draft, folder.resolve(NAME));
    files.forceFolder(folder);
  }

  private List<Place> noted() throws IOException {
    byte[] bytes;
    try (OpenFile file = files.open(folder.resolve(NAME), false)) {
      bytes = new byte[(int) file.size()];
      file.read(0, bytes, 0, bytes.length);
    } catch (NoSuchFileException _) {
      return List.of();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int last = bytes.length - CHECKSUM;
    if (last < FIXED
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || in.getInt(last) != checksum(bytes)) {
      throw Failures.damaged(folder.resolve(NAME), 0, "it is not a note of an erasure");
    }
    if (in.getInt(MAGIC.length) != FORMAT) {
      throw Failures.format(folder.resolve(NAME), "format " + in.getInt(MAGIC.length), FORMAT);
    }
    return places(in.position(FIXED), (last - FIXED) / ENTRY);
  }

  private List<Place> places(ByteBuffer in, int count) throws IOException {
    TreeMap<Long, Long> bases = new TreeMap<>();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long segment = in.getLong();
      long offset = in.getLong();
      int length = in.getInt();
      int partition = in.getInt();
      long synced = in.getLong();
      Long base = bases.get(segment);
      if (base == null) {
        base = base(segment);
        bases.put(segment, base);
      }
      Frame frame = new Frame(offset, length, 0, Frame.ERASED, partition, synced);
      places.add(new Place(segment, offset, SegmentHeader.SIZE + offset - base, frame));
    }
    return places;
  }

  /** Where a segment begins; of one that is gone, anything. */
  private long base(long segment) throws IOException {
    Path path = Segment.file(folder, segment);
    try (OpenFile file = files.open(path, false)) {
      byte[] bytes = new byte[SegmentHeader.SIZE];
      file.read(0, bytes, 0, bytes.length);
      return SegmentHeader.parse(bytes, path).map(SegmentHeader::base).orElse(0L);
    } catch (NoSuchFileException _) {
      return 0;
    }
  }

  private void forget() throws IOException {
    files.delete(folder.resolve(NAME));
    files.forceFolder(folder);
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - CHECKSUM);
    return (int) crc.getValue();
  }
}
