package dev.period.data.qa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferenceFileTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    List<PreferencePair> pairs =
        List.of(
            new PreferencePair("a", "x y.mp4", 1.5, 4.0, "How \"many\"?", "8.", "9.", 8),
            new PreferencePair("b", "/z.mp4", null, null, "What is it?", "A dog.", "A cat.", null));
    Path file = folder.resolve("new/pairs.jsonl");
    PreferenceFile.write(file, pairs);
    assertEquals(pairs, PreferenceFile.read(file));
    byte[] before = Files.readAllBytes(file);
    PreferenceFile.write(file, pairs);
    assertArrayEquals(before, Files.readAllBytes(file));
    assertFalse(Files.exists(folder.resolve("new/.tmp-pairs.jsonl")));
  }

  @Test
  void readsWhatLlavaHoundHas() throws IOException {
    Path file = folder.resolve("hound.jsonl");
    Files.writeString(
        file,
        "\n{\"video\":\"v_1\",\"prompt\":\"<video>\\nWhat happens?\",\"answer\":\"A.\","
            + "\"chosen\":\"B.\",\"rejected\":\"C.\",\"chosen_score\":5,\"rejected_score\":2}\n");
    assertEquals(
        List.of(
            new PreferencePair(
                "hound.jsonl:2", "v_1", null, null, "What happens?", "B.", "C.", null)),
        PreferenceFile.read(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "prompt":"q","chosen":"1","rejected":"2"                   | there is no 'video'
          "video":"v","chosen":"1","rejected":"2"                    | there is no 'prompt'
          "video":"v","prompt":"q","rejected":"2"                    | there is no 'chosen'
          "video":"v","prompt":"q","chosen":"1"                      | there is no 'rejected'
          "video":"v","prompt":"<video>","chosen":"1","rejected":"2" | 'prompt' is empty
          "video":"v","prompt":"q","chosen":"1","rejected":" "       | 'rejected' is empty
          "video":"v","prompt":"q","chosen":"1","rejected":"1 "      | are equal
          "video":["v"],"prompt":"q","chosen":"1","rejected":"2"     | 'video' must be text
          "video":"v","prompt":"q","chosen":1,"rejected":"2"         | 'chosen' must be text
          "video":"v","prompt":"q","chosen":"1","rejected":"2","start":3,"end":2 | not before end
          """)
  void saysWhatIsWrongAndWhere(String keys, String problem) throws IOException {
    Path file = folder.resolve("pairs.jsonl");
    String good = "{\"video\":\"v\",\"prompt\":\"q\",\"chosen\":\"1\",\"rejected\":\"2\"}\n";
    Files.writeString(file, good + "{" + keys + "}\n" + good);
    PeriodException e = assertThrows(PeriodException.class, () -> PreferenceFile.read(file));
    assertEquals(PeriodException.Kind.INPUT, e.kind());
    assertTrue(e.getMessage().contains("pairs.jsonl, line 2: "), e.getMessage());
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }
}
