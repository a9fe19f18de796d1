package io.s3db.replicator.capture;

import io.s3db.json.Json;
import io.s3db.replicator.journal.FileLayer;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a journal folder remembers of its registration, in {@code registration.json}: written whole
 * and durably, under another name first.
 */
final class RegistrationFile {
  private static final String NAME = "registration.json";
  private static final long FORMAT = 1;

  private final FileLayer files;
  private final Path folder;

  /** One opening of the journal. */
  record Opening(long run, String writerId) {}

  /**
   * The content.
   *
   * @param openings those that may be what the bucket remembers
   * @param confirmed whether the bucket ever acknowledged one of them
   * @param needsSync why every destination needs sync, until that was noted; null if none does
   */
  record Memory(List<Opening> openings, boolean confirmed, @Nullable String needsSync) {
    static final Memory EMPTY = new Memory(List.of(), false, null);

    Memory with(Opening opening, @Nullable String reason) {
      List<Opening> more = new ArrayList<>(openings);
      more.remove(opening);
      more.add(opening);
      return new Memory(List.copyOf(more), confirmed, reason);
    }
  }

  RegistrationFile(FileLayer files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  Memory read() throws IOException {
    try (FileLayer.OpenFile file = files.open(folder.resolve(NAME), false)) {
      byte[] bytes = new byte[(int) file.size()];
      file.read(0, bytes, 0, bytes.length);
      return parse(bytes);
    } catch (NoSuchFileException e) {
      return Memory.EMPTY;
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new IOException(folder.resolve(NAME) + " is not readable", e);
    }
  }

  private static Memory parse(byte[] bytes) {
    if (!(Json.parse(bytes) instanceof Map<?, ?> map)
        || !Long.valueOf(FORMAT).equals(map.get("format"))) {
      throw new IllegalArgumentException("not of format " + FORMAT);
    }
    List<Opening> openings = new ArrayList<>();
    if (map.get("openings") instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> opening
            && opening.get("run") instanceof Long run
            && opening.get("writerId") instanceof String writerId) {
          openings.add(new Opening(run, writerId));
        }
      }
    }
    return new Memory(
        List.copyOf(openings),
        Boolean.TRUE.equals(map.get("confirmed")),
        (String) map.get("needsSync"));
  }

  void write(Memory memory) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.put(
        "openings",
        memory.openings().stream()
            .map(opening -> Map.of("run", opening.run(), "writerId", opening.writerId()))
            .toList());
    map.put("confirmed", memory.confirmed());
    map.put("needsSync", memory.needsSync());
    byte[] bytes = Json.bytes(map);
    Path draft = folder.resolve(NAME + ".new");
    try (FileLayer.OpenFile file = files.create(draft, bytes.length)) {
      file.write(0, bytes, 0, bytes.length);
      file.force();
    }
    files.rename(draft, folder.resolve(NAME));
    files.forceFolder(folder);
  }
}
