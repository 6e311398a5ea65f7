package dev.period.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broken files end in a message, whatever is broken: never in another exception, a crash or a hang.
 */
class SafetensorsMutationTest {
  private static final byte[] ALPHABET =
      "{}[]\",:0123456789-.eE\\u F32F16BF16I64U8BOOLdtypeshapedata_offsets\0\u007f"
          .getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void twoThousandMutatedHeadersGiveAMessageOrAFile() throws IOException {
    Path path = folder.resolve("a.safetensors");
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put("first.weight", TensorData.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    tensors.put("scalar", TensorData.of(new float[] {7}));
    SafetensorsWriter.write(path, tensors, Map.of("format", "pt"));
    byte[] original = Files.readAllBytes(path);
    int headerEnd = original.length - 28;
    Random random = new Random(20260101);
    int refused = 0;
    for (int run = 0; run < 2000; run++) {
      byte[] bytes = mutate(original, headerEnd, random);
      Files.write(path, bytes);
      try (SafetensorsFile file = SafetensorsFile.open(path)) {
        for (String name : file.tensors().keySet()) {
          assertEquals(file.info(name).bytes(), file.read(name).remaining());
        }
      } catch (PeriodException e) {
        assertEquals(Kind.MODEL, e.kind());
        refused++;
      }
    }
    assertTrue(refused > 1000, "the mutations hardly break anything: " + refused);
  }

  private static byte[] mutate(byte[] original, int headerEnd, Random random) {
    byte[] bytes = original.clone();
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      switch (random.nextInt(4)) {
        case 0 -> bytes[random.nextInt(headerEnd)] = (byte) random.nextInt(256);
        case 1 ->
            bytes[8 + random.nextInt(headerEnd - 8)] = ALPHABET[random.nextInt(ALPHABET.length)];
        case 2 -> {
          // copy a stretch of the header over another: whole keys and numbers change places
          int length = 1 + random.nextInt(20);
          int from = 8 + random.nextInt(headerEnd - 8 - length);
          int to = 8 + random.nextInt(headerEnd - 8 - length);
          System.arraycopy(original, from, bytes, to, length);
        }
        default -> {
          if (random.nextInt(4) == 0) {
            int length = random.nextInt(original.length + 20);
            bytes = Arrays.copyOf(Arrays.copyOf(bytes, length), Math.max(length, headerEnd));
          }
        }
      }
    }
    return bytes;
  }
}
