package dev.period.train.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardLogTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_250L));

  @TempDir Path folder;

  /** The bytes come from another implementation of the three formats, checksum included. */
  @Test
  void writesTheBytesOfTheFormats() throws IOException {
    Path file;
    try (TensorBoardLog log = TensorBoardLog.open(folder.resolve("new/tb"), 300, CLOCK)) {
      log.scalar("train/loss", 301, 2.5);
      file = log.file();
    }
    String version =
        "1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32" + "338d2fe9";
    String start = "100000000000000095fbfe180900001040fc54d94110ad023a020801cb79b93b";
    String loss =
        "2100000000000000017becf60900001040fc54d94110ad022a130a110a0a747261696e2f"
            + "6c6f73731500002040ea15bcdd";
    assertEquals(version + start + loss, HexFormat.of().formatHex(Files.readAllBytes(file)));
  }

  @Test
  void recordsAreOnTheDiskAtOnceAndEachStartHasAFileOfItsOwn() throws IOException {
    try (TensorBoardLog first = TensorBoardLog.open(folder, 0, CLOCK);
        TensorBoardLog second = TensorBoardLog.open(folder, 0, CLOCK)) {
      long before = Files.size(first.file());
      first.scalar("a", Long.MAX_VALUE, Double.NaN);
      assertNotEquals(before, Files.size(first.file()));
      assertEquals(-1, Integer.signum(first.file().compareTo(second.file())));
    }
  }

  @Test
  void checksumIsThatOfTheStandard() {
    byte[] data = "123456789".getBytes(StandardCharsets.US_ASCII);
    int crc = Integer.rotateLeft(TfRecord.maskedCrc(data, data.length) - 0xa282ead8, 15);
    assertEquals(0xe3069283, crc);
  }

  @Test
  void saysWhatCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThrows(PeriodException.class, () -> TensorBoardLog.open(file, 0, CLOCK).close());
  }
}
