package dev.period.data.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalFileTest {
  @TempDir Path folder;

  private Signal read(String csv, String... columns) throws IOException {
    Path file = Files.writeString(folder.resolve("s.csv"), csv);
    return SignalFile.read(file, 10, List.of(columns));
  }

  private static double[] column(Signal signal, int column) {
    return Arrays.stream(signal.values()).mapToDouble(row -> row[column]).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ", ", ";", "\t"})
  void takesTheColumnsThatAreNoTime(String mark) throws IOException {
    Signal signal = read("Time [s],PPG,note,RSP\n0,1.5,a,-2\n0.1,2e1,b,3\n".replace(",", mark));
    assertEquals(List.of("PPG", "RSP"), signal.columns());
    assertArrayEquals(new double[] {1.5, 20}, column(signal, 0));
    assertArrayEquals(new double[] {-2, 3}, column(signal, 1));
    assertEquals(0.2, signal.seconds(), 1e-12);
  }

  @Test
  void takesTheColumnsAskedForWhateverTheirCase() throws IOException {
    Signal signal = read("x,y,z\n1,2,3\n4,5,6\n", "Z", "x");
    assertEquals(List.of("z", "x"), signal.columns());
    assertArrayEquals(new double[] {3, 6}, column(signal, 0));
  }

  @Test
  void readsAColumnWithoutHeader() throws IOException {
    Signal signal = read("-7.245\n-7.165\n+3\n.5\n");
    assertEquals(List.of("1"), signal.columns());
    assertArrayEquals(new double[] {-7.245, -7.165, 3, 0.5}, column(signal, 0));
    assertEquals(List.of("1", "2"), read("1 2\n3 4").columns());
  }

  @Test
  void drawsAStraightLineAcrossGaps() throws IOException {
    Signal signal = read("a,b\n,1\n2,1\nnan,1\n,1\n8,1\n,1\n10,1\n1,1\n1,1\n");
    assertArrayEquals(new double[] {2, 2, 4, 6, 8, 9, 10, 1, 1}, column(signal, 0), 1e-12);
    PeriodException e = assertThrows(PeriodException.class, () -> read("a,b\n1,1\n,1\n,1\n"));
    assertTrue(String.valueOf(e.getMessage()).contains("column a is empty in 2 of 3 lines"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`` | is empty",
        "`a,b\n` | no values below its header",
        "`a,b\n1,2\n3,x\n` | line 3: 'x' is no number",
        "`a,b\nx,y\n` | line 2: there is no number in it",
        "`time,t\n1,2\n` | no column that may be a signal",
        "`a\n1\n1e999x\n` | line 3",
      })
  void tellsWhatIsWrongAndWhere(String csv, String expected) {
    PeriodException e = assertThrows(PeriodException.class, () -> read(csv));
    assertEquals(Kind.INPUT, e.kind());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(expected) && message.contains("s.csv"), message);
  }

  @Test
  void tellsWhatIsMissing() throws IOException {
    PeriodException column = assertThrows(PeriodException.class, () -> read("a,b\n1,2\n", "c"));
    assertEquals(Kind.USAGE, column.kind());
    assertTrue(String.valueOf(column.getMessage()).contains("there are [a, b]"));
    Path file = Files.writeString(folder.resolve("s.csv"), "1\n2\n");
    PeriodException rate =
        assertThrows(PeriodException.class, () -> SignalFile.read(file, 0, List.of()));
    assertEquals(Kind.USAGE, rate.kind());
    PeriodException none =
        assertThrows(
            PeriodException.class,
            () -> SignalFile.read(folder.resolve("none.csv"), 10, List.of()));
    assertEquals(Kind.INPUT, none.kind());
  }

  @Test
  void aLineWithoutEndTakesNoMemory() {
    PeriodException e = assertThrows(PeriodException.class, () -> read("1".repeat(1 << 20)));
    assertTrue(String.valueOf(e.getMessage()).contains("too long"));
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "1, 16", "1, 24", "1, 32", "3, 32", "3, 64"})
  void readsWavOfEveryKind(int encoding, int bits) throws IOException {
    double[] samples = {0, 0.5, -0.5, 0.25};
    Path file = Files.write(folder.resolve("s.wav"), wav(encoding, bits, 2, samples));
    Signal signal = SignalFile.read(file, 0, List.of());
    assertEquals(8000, signal.rateHz());
    assertEquals(List.of("1", "2"), signal.columns());
    assertArrayEquals(samples, column(signal, 0), 0.01);
    assertArrayEquals(
        Arrays.stream(samples).map(value -> -value).toArray(), column(signal, 1), 0.01);
    assertEquals(100, SignalFile.read(file, 100, List.of("2")).rateHz());
    assertEquals(List.of("1", "2"), SignalFile.columns(file));
  }

  @Test
  void aWavThatIsCutOffHasWhatIsLeft() throws IOException {
    byte[] whole = wav(1, 16, 1, new double[1000]);
    Path file = Files.write(folder.resolve("s.wav"), Arrays.copyOf(whole, 544));
    assertEquals(250, SignalFile.read(file, 0, List.of()).steps());
    Files.write(file, Arrays.copyOf(whole, 44));
    assertThrows(PeriodException.class, () -> SignalFile.read(file, 0, List.of()));
  }

  static byte[] wav(int encoding, int bits, int channels, double[] samples) {
    int bytes = samples.length * channels * bits / 8;
    ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) encoding).putShort((short) channels).putInt(8000);
    wav.putInt(8000 * channels * bits / 8).putShort((short) (channels * bits / 8));
    wav.putShort((short) bits).put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    for (double sample : samples) {
      for (int c = 0; c < channels; c++) {
        double value = c % 2 == 0 ? sample : -sample;
        if (encoding == 3 && bits == 32) {
          wav.putFloat((float) value);
        } else if (encoding == 3) {
          wav.putDouble(value);
        } else {
          long whole = Math.round(value * (1L << (bits - 1))) + (bits == 8 ? 128 : 0);
          for (int b = 0; b < bits; b += 8) {
            wav.put((byte) (whole >> b));
          }
        }
      }
    }
    return wav.array();
  }
}
