package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.data.text.CountingQuestions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipsDatasetTest {
  @TempDir private Path folder;

  @Test
  void readsTheColumnsThatItKnows() throws IOException {
    String text =
        """
        notes,file,action,count,start_s,end_s
        "two, ""quoted""
        lines",rep/a b.mp4,push-up, 12 ,0.5,9.25

        ,-ü.mp4,"jump, rope",0,,
        """;
    labels(text.replace("\n", "\r\n"));
    List<EvalItem> items = ClipsDataset.read(folder, false);
    assertEquals(
        List.of(
            new EvalItem(
                "rep/a b.mp4",
                folder.resolve("rep/a b.mp4"),
                CountingQuestions.PLAIN,
                "push-up",
                12),
            new EvalItem(
                "-ü.mp4", folder.resolve("-ü.mp4"), CountingQuestions.PLAIN, "jump, rope", 0)),
        items);
  }

  @Test
  void segmentsAreUsedOnRequestOnly() throws IOException {
    labels("file,action,count,start_s,end_s\na.mp4,x,1,0.5,9.25\nb.mp4,x,1,,\n");
    List<EvalItem> cut = ClipsDataset.read(folder, true);
    assertEquals(0.5, cut.get(0).startSeconds());
    assertEquals(9.25, cut.get(0).endSeconds());
    assertNull(cut.get(1).startSeconds());
    assertNull(ClipsDataset.read(folder, false).get(0).startSeconds());
  }

  @Test
  void partsOfOneVideoAreDifferentItems() throws IOException {
    labels("file,action,count,start_s,end_s\na.mp4,x,1,0,10\nb.mp4,x,2,,\na.mp4,y,3,20,30\n");
    List<EvalItem> items = ClipsDataset.read(folder, true);
    assertEquals(List.of("a.mp4", "b.mp4", "a.mp4-2"), items.stream().map(EvalItem::id).toList());
    assertEquals(folder.resolve("a.mp4"), items.get(2).video());
  }

  @Test
  void cycleEndsAreReadAndCutToTheSegment() throws IOException {
    labels("file,action,count,cycle_ends,start_s,end_s\na.mp4,x,3,1.5 2.5;  4,2,3\nb.mp4,x,2,,,\n");
    assertEquals(List.of(1.5, 2.5, 4.0), ClipsDataset.read(folder, false).get(0).cycleEnds());
    assertEquals(List.of(2.5), ClipsDataset.read(folder, true).get(0).cycleEnds());
    assertEquals(List.of(), ClipsDataset.read(folder, false).get(1).cycleEnds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 2", "1 3 2", "1 2 x", "-1 2 3", "1 2 NaN"})
  void cycleEndsThatCannotBeAreToldWithFileAndLine(String ends) throws IOException {
    labels("file,action,count,cycle_ends\na.mp4,x,3," + ends + "\n");
    String message = failure();
    assertTrue(message.contains("labels.csv, line 2: cycle_ends "), message);
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstColumn() throws IOException {
    labels("\uFEFFfile,action,count\na.mp4,x,3\n");
    assertEquals(3, ClipsDataset.read(folder, false).get(0).truth());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3.5", "-1", "many", "99999999999"})
  void aCountThatIsNoneIsToldWithFileAndLine(String count) throws IOException {
    labels("file,action,count\na.mp4,x,3\nb.mp4,x," + count + "\n");
    String message = failure();
    assertTrue(message.contains("labels.csv, line 3: "), message);
    assertTrue(message.contains("'" + count + "'"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a.mp4", "rep/../../a.mp4", "/etc/passwd", ".", ""})
  void pathsThatLeaveTheFolderAreRefused(String file) throws IOException {
    labels("file,action,count\n" + file + ",x,3\n");
    String message = failure();
    assertTrue(message.contains("labels.csv, line 2: "), message);
  }

  @Test
  void linesAreThoseOfTheFileAlsoBehindLineBreaksInCells() throws IOException {
    labels("file,action,count\n\"a\n\n.mp4\",x,1\n\n\nb.mp4,x,?");
    String message = failure();
    assertTrue(message.contains("labels.csv, line 7: "), message);
  }

  @Test
  void missingColumnsAreNamed() throws IOException {
    labels("file,number\na.mp4,3\n");
    String message = failure();
    assertTrue(message.contains("no column action, count; found file, number"), message);
  }

  @Test
  void otherBrokenFilesAreExplained() throws IOException {
    assertTrue(failure().contains("does not exist"));
    labels("");
    assertTrue(failure().contains("no column file, action, count"));
    labels("file,action,count\n");
    assertTrue(failure().contains("no rows"));
    labels("file,action,count\n\"a.mp4,x,3\n");
    assertTrue(failure().contains("not valid CSV"));
    Files.write(
        folder.resolve("labels.csv"),
        "file,action,count\nä,x,3".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(failure().contains("UTF-8"));
  }

  private void labels(String text) throws IOException {
    Files.writeString(folder.resolve("labels.csv"), text);
  }

  private String failure() {
    PeriodException failure =
        assertThrows(PeriodException.class, () -> ClipsDataset.read(folder, false));
    assertEquals(PeriodException.Kind.INPUT, failure.kind());
    return String.valueOf(failure.getMessage());
  }
}
