package dev.period.data.repetition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.Span;
import dev.period.data.text.NumberExtraction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
  private static final String COUNTIX =
      "video_id,class,kinetics_start,kinetics_end,repetition_start,repetition_end,count\n";

  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String failure(CountedDataset dataset, Path folder, String split) {
    PeriodException e = assertThrows(PeriodException.class, () -> dataset.read(folder, split));
    assertEquals(PeriodException.Kind.INPUT, e.kind());
    return String.valueOf(e.getMessage());
  }

  @Test
  void readsCountix() throws IOException {
    write(
        "countix_val.csv",
        COUNTIX
            + "-bcdefghijk,push up,10,20,12.500000,17.250000,6\n"
            + "abcdefghijk,\"bouncing ball (not juggling)\",0,10,0.000000,10.000000,12\n"
            + "abcdefghijk,squat,0,10,0.000000,10.000000,12\n");
    write("videos/-bcdefghijk.webm", "");
    write("videos/-bcdefghijk.webm.part", "");
    Countix countix = new Countix();
    assertEquals(List.of("val"), countix.splits(folder));
    List<CountedClip> clips = countix.read(folder, "val").clips();
    CountedClip first = clips.get(0);
    assertEquals("-bcdefghijk_12.5_17.25", first.id());
    assertEquals(folder.resolve("videos/-bcdefghijk.webm"), first.video());
    assertEquals(12.5, first.start());
    assertEquals(17.25, first.end());
    assertEquals(6, first.count());
    assertEquals("bouncing ball (not juggling)", clips.get(1).action());
    assertFalse(Files.exists(clips.get(1).video()));
    assertEquals("abcdefghijk_0.0_10.0-2", clips.get(2).id());
    assertEquals("abcdefghijk", clips.get(2).source());
  }

  @Test
  void theTestSplitOfCountixHasNoClasses() throws IOException {
    write(
        "countix_test.csv",
        """
        video_id,kinetics_start,kinetics_end,repetition_start,repetition_end,count
        0CnQ-_e5Sl8,17,27,18.5,20.233333,4
        """);
    CountedClip clip = new Countix().read(folder, "test").clips().get(0);
    assertEquals("", clip.action());
    assertEquals(
        List.of("number", "sentence"),
        RepetitionQuestions.records(clip, "x.mp4", 25, 0).stream()
            .map(record -> record.id().substring(record.id().lastIndexOf('-') + 1))
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abc,x,0,1,3,2,4 | repetition_start 3.0 is not before repetition_end 2.0",
        "abc,x,0,1,0,2,four | count must be a whole number from 0, but is 'four'",
        "abc,x,0,1,,2,4 | must not be empty",
        "abc,x,0,1,-1,2,4 | must be a number of seconds",
        "../../etc/passwd,x,0,1,0,2,4 | this is not the name of a video",
        ",x,0,1,0,2,4 | this is not the name of a video",
      })
  void wrongRowsAreToldWithFileAndLine(String row, String expected) throws IOException {
    write("countix_train.csv", COUNTIX + "ok,x,0,1,0,2,4\n" + row + "\n");
    String message = failure(new Countix(), folder, "train");
    assertTrue(message.contains("countix_train.csv, line 3: "), message);
    assertTrue(message.contains(expected), message);
  }

  @Test
  void readsRepCount() throws IOException {
    write(
        "annotation/valid.csv",
        """
        ,type,name,count,L1,L2,L3,L4,L5,L6
        0,squant,stu3_3.mp4,2,10.0,40.0,40.0,70.0,,
        1,pull_up,b.mp4,,,,,,,
        2,others,c.mp4,3.0,0,9,9,18,,
        """);
    write("video/valid/stu3_3.mp4", "");
    write("videos/c.avi", "");
    RepCount repcount = new RepCount();
    assertEquals(List.of("val"), repcount.splits(folder));
    CountedDataset.Split split = repcount.read(folder, "val");
    assertEquals(2, split.clips().size());
    CountedClip first = split.clips().get(0);
    assertEquals("squat", first.action());
    assertEquals(folder.resolve("video/valid/stu3_3.mp4"), first.video());
    assertNull(first.framesPerSecond());
    assertEquals(List.of(new Span(0.4, 1.6), new Span(1.6, 2.8)), first.repetitions(25));
    assertEquals(folder.resolve("videos/c.avi"), split.clips().get(1).video());
    assertEquals(List.of(), split.clips().get(1).cycles(), "two cycles do not make three");
    assertEquals("b", split.unusable().get(0).id());
  }

  @Test
  void readsRepCountWithFrameRates() throws IOException {
    write(
        "repcount_test_with_fps.csv",
        """
        ,Unnamed: 0,type,name,count,L1,L2,fps,num_frames
        0,0,situp,train3344.mp4,1,1.0,26.0,25.0,250
        """);
    CountedClip clip = new RepCount().read(folder, "test").clips().get(0);
    assertEquals(List.of(new Span(0.04, 1.04)), clip.repetitions(60));
    write("annotation/train.csv", "type,name,count\nsitup,a.mp4,1\nsitup,a.mp4,2\n");
    assertTrue(
        failure(new RepCount(), folder, "train").contains("line 3: 'a.mp4' is listed twice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<i8", "<i4", ">i4", "<f8", "<u2"})
  void readsQuva(String type) throws IOException {
    Files.createDirectories(folder.resolve("annotations"));
    Files.write(folder.resolve("annotations/010_rope_beach.npy"), npy(type, 13, 26, 40));
    Files.write(folder.resolve("annotations/._010_rope_beach.npy"), new byte[] {1});
    write("videos/010_rope_beach.mp4", "");
    Quva quva = new Quva();
    assertEquals(List.of("test"), quva.splits(folder));
    CountedClip clip = quva.read(folder, "test").clips().get(0);
    assertEquals(3, clip.count());
    assertEquals("rope beach", clip.action());
    assertEquals("010_rope_beach", clip.id());
    assertEquals(folder.resolve("videos/010_rope_beach.mp4"), clip.video());
    assertEquals(
        List.of(new Span(0, 1.3), new Span(1.3, 2.6), new Span(2.6, 4)), clip.repetitions(10));
  }

  @Test
  void brokenAnnotationsOfQuvaAreTold() throws IOException {
    Files.createDirectories(folder.resolve("annotations"));
    Path file = folder.resolve("annotations/a.npy");
    byte[] good = npy("<i8", 5, 9);
    for (byte[] bytes :
        List.of(
            new byte[0],
            "not numpy at all".getBytes(StandardCharsets.US_ASCII),
            java.util.Arrays.copyOf(good, good.length - 1),
            npy("<i8", 9, 5),
            npy("<f8", 2.5),
            new String(good, StandardCharsets.ISO_8859_1)
                .replace("(2,)", "(9999999999999,)")
                .getBytes(StandardCharsets.ISO_8859_1),
            new String(good, StandardCharsets.ISO_8859_1)
                .replace("<i8", "|O8")
                .getBytes(StandardCharsets.ISO_8859_1))) {
      Files.write(file, bytes);
      assertTrue(failure(new Quva(), folder, "test").contains("a.npy"));
    }
    assertTrue(failure(new Quva(), folder.resolve("none"), "test").contains("cannot list"));
  }

  @Test
  void answersHoldTheCountAndNoOtherNumber() {
    for (int count : new int[] {0, 1, 2, 37}) {
      CountedClip clip =
          new CountedClip("a", "a", folder, null, null, "push up", count, List.of(), null);
      List<String> answers = RepetitionQuestions.answers(clip);
      assertEquals(6, answers.size());
      for (String answer : answers) {
        assertEquals(count, NumberExtraction.find(answer).orElseThrow().value(), answer);
        assertFalse(answer.contains("1 times") || answer.contains("1 repetitions"), answer);
      }
      List<QaRecord> records = RepetitionQuestions.records(clip, "v/a.mp4", 29.97003, 4);
      assertEquals(records, RepetitionQuestions.records(clip, "v/a.mp4", 29.97003, 4));
      assertEquals(String.valueOf(count), records.get(0).conversation().get(1).value());
      assertTrue(
          answers.containsAll(
              records.subList(1, 3).stream().map(r -> r.conversation().get(1).value()).toList()));
      assertEquals(29.97, records.get(0).fps());
    }
  }

  static byte[] npy(String type, double... values) throws IOException {
    int width = type.charAt(2) - '0';
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d,), }".formatted(type, values.length);
    String padded = header + " ".repeat(118 - header.length() - 1) + "\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    out.write(padded.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer data =
        ByteBuffer.allocate(width * values.length)
            .order(type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (type.substring(1)) {
        case "i8" -> data.putLong((long) value);
        case "i4" -> data.putInt((int) value);
        case "u2" -> data.putShort((short) value);
        default -> data.putDouble(value);
      }
    }
    out.write(data.array());
    return out.toByteArray();
  }
}
