package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashesTest {
  @Test
  void aModelIsToldByItsFiles(@TempDir Path folder) throws IOException {
    Path model = Files.createDirectory(folder.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve("model.safetensors"), "weights");
    String before = ModelHash.of(model);
    assertEquals(64, before.length());
    Files.writeString(model.resolve("README.md"), "nothing that counts");
    Files.writeString(model.resolve("optimizer.safetensors"), "nor this");
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.copy(model.resolve("config.json"), copy.resolve("config.json"));
    Files.copy(model.resolve("model.safetensors"), copy.resolve("model.safetensors"));
    assertEquals(before, ModelHash.of(model));
    assertEquals(before, ModelHash.of(copy));
    Files.writeString(model.resolve("model.safetensors"), "Weights");
    assertNotEquals(before, ModelHash.of(model));
    PeriodException failure =
        assertThrows(PeriodException.class, () -> ModelHash.of(folder.resolve("none")));
    assertEquals(PeriodException.Kind.MODEL, failure.kind());
  }

  @Test
  void codeIsToldByItsClassesWhereverTheyLie(@TempDir Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Files.createDirectories(classes.resolve("a/b"));
    Files.createDirectories(classes.resolve("META-INF"));
    Files.writeString(classes.resolve("a/b/C.class"), "code");
    Files.writeString(classes.resolve("a/kernel.py"), "kernel");
    Files.writeString(classes.resolve("META-INF/MANIFEST.MF"), "built today");
    Path jar = folder.resolve("a.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String[] file : new String[][] {{"a/kernel.py", "kernel"}, {"a/b/C.class", "code"}}) {
        zip.putNextEntry(new ZipEntry(file[0]));
        zip.write(file[1].getBytes(StandardCharsets.UTF_8));
      }
    }
    String before = CodeHash.of(List.of(classes));
    assertEquals(before, CodeHash.of(List.of(jar)));
    Files.writeString(classes.resolve("a/kernel.py"), "Kernel");
    assertNotEquals(before, CodeHash.of(List.of(classes)));
    assertEquals(64, CodeHash.ofThis().length());
    assertEquals(CodeHash.ofThis(), CodeHash.ofThis());
  }
}
