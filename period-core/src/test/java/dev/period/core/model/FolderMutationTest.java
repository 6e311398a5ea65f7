package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.Fixtures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broken model folders end in a documented error, whatever is broken, and cost no memory beyond
 * what lies on the disk: never another exception, a crash or a hang.
 */
class FolderMutationTest {
  private static final List<String> LAYOUTS =
      List.of(
          "llava-tiny",
          "llava-tiny-original-layout",
          "llama-gqa",
          "llama-mha-sharded",
          "clip-tiny");

  /** Values of every JSON type, at the limits of what numbers can be. */
  private static final String[] VALUES = {
    "-1",
    "0",
    "1",
    "3",
    "65536",
    "2147483647",
    "2147483648",
    "-9223372036854775808",
    "1e308",
    "1.5",
    "-0.0",
    "1e-320",
    "null",
    "true",
    "\"x\"",
    "\"\"",
    "[]",
    "[1,2]",
    "{}",
    "{\"rope_type\":\"llama3\"}",
    "\"default\"",
    "\"NaN\""
  };

  private static final byte[] ALPHABET =
      "{}[]\",:0123456789-.eE\\u truefalsn_llamava\0\u007f".getBytes(StandardCharsets.UTF_8);

  /** A folder of the fixtures is about a megabyte; its headers and configuration are far less. */
  private static final long MOST_BYTES = 64L << 20;

  @TempDir Path folder;

  @Test
  void mutatedConfigurations() throws Exception {
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(20260202);
    int refused = 0;
    int runs = 0;
    for (String layout : LAYOUTS) {
      Path copy = copy(layout);
      byte[] original = Files.readAllBytes(copy.resolve("config.json"));
      check(copy); // loads libtorch, and compiles what a model of this shape needs
      for (int run = 0; run < 240; run++, runs++) {
        byte[] mutated =
            run % 2 == 0 ? changedValue(original, random) : changedBytes(original, random);
        Files.write(copy.resolve("config.json"), mutated);
        long before = memory.getCurrentThreadAllocatedBytes();
        refused += check(copy) ? 0 : 1;
        long used = memory.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
            used < MOST_BYTES,
            () -> used + " bytes for " + new String(mutated, StandardCharsets.UTF_8));
      }
    }
    assertEquals(1200, runs);
    assertTrue(refused > 600, "the mutations hardly break anything: " + refused);
  }

  @Test
  void mutatedIndexes() throws Exception {
    Path copy = copy("llama-mha-sharded");
    Path index = copy.resolve("model.safetensors.index.json");
    byte[] original = Files.readAllBytes(index);
    Random random = new Random(20260203);
    int refused = 0;
    for (int run = 0; run < 200; run++) {
      Files.write(index, changedBytes(original, random));
      refused += check(copy) ? 0 : 1;
    }
    assertTrue(refused > 100, "the mutations hardly break anything: " + refused);
  }

  @Test
  void mutatedHeadersOfAWholeModel() throws Exception {
    Path copy = copy("llama-gqa");
    Path file = copy.resolve("model.safetensors");
    byte[] original = Files.readAllBytes(file);
    int headerEnd = 8 + (original[0] & 0xff) + ((original[1] & 0xff) << 8);
    Random random = new Random(20260204);
    int refused = 0;
    for (int run = 0; run < 200; run++) {
      byte[] bytes = original.clone();
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        bytes[random.nextInt(headerEnd)] = ALPHABET[random.nextInt(ALPHABET.length)];
      }
      Files.write(file, run % 4 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
      refused += check(copy) ? 0 : 1;
    }
    assertTrue(refused > 100, "the mutations hardly break anything: " + refused);
  }

  @Test
  void missingShards() throws Exception {
    Path copy = copy("llama-mha-sharded");
    Files.delete(copy.resolve("model-00002-of-00003.safetensors"));
    try (ModelTensors tensors = ModelSource.of(copy).tensors()) {
      throw new AssertionError("opened " + tensors.names().size() + " tensors");
    } catch (PeriodException e) {
      assertEquals(Kind.MODEL, e.kind());
      assertTrue(e.getMessage().contains("model-00002-of-00003.safetensors"), e.getMessage());
    }
  }

  /** Everything that happens before weights are read; true when there is nothing wrong. */
  private static boolean check(Path model) {
    try {
      ModelSource source = ModelSource.of(model);
      try (ModelTensors tensors = source.tensors()) {
        tensors.check(source, name -> false);
      }
      return true;
    } catch (PeriodException e) {
      assertEquals(Kind.MODEL, e.kind(), e.getMessage());
      assertTrue(e.getMessage().lines().count() == 1, e.getMessage());
      return false;
    }
  }

  /** One value, anywhere in the tree, becomes another one; or a key goes. */
  private static byte[] changedValue(byte[] original, Random random) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = (ObjectNode) json.readTree(original);
    List<ObjectNode> objects = new ArrayList<>(List.of(root));
    for (JsonNode child : root) {
      if (child instanceof ObjectNode object) {
        objects.add(object);
      }
    }
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    String key = keys.get(random.nextInt(keys.size()));
    if (random.nextInt(8) == 0) {
      object.remove(key);
    } else {
      object.set(key, json.readTree(VALUES[random.nextInt(VALUES.length)]));
    }
    return json.writeValueAsBytes(root);
  }

  private static byte[] changedBytes(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = ALPHABET[random.nextInt(ALPHABET.length)];
        case 2 -> {
          int length = Math.min(bytes.length - at, 1 + random.nextInt(30));
          int from = random.nextInt(original.length - length);
          System.arraycopy(original, from, bytes, at, length);
        }
        default -> {
          if (random.nextInt(8) == 0) {
            bytes = Arrays.copyOf(bytes, Math.max(1, at));
          }
        }
      }
    }
    return bytes;
  }

  private Path copy(String fixture) throws Exception {
    Path to = folder.resolve(fixture);
    for (String name : List.of(fixture, "clip-tiny")) {
      Path from = Fixtures.path("checkpoints/" + name);
      Path target = Files.createDirectories(folder.resolve(name));
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.toList()) {
          if (!Files.exists(target.resolve(file.getFileName()))) {
            Files.copy(file, target.resolve(file.getFileName()));
          }
        }
      }
    }
    return to;
  }
}
