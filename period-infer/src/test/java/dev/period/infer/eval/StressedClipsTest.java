package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.data.text.CountingQuestions;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoViewer;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StressedClipsTest {
  private static final int SIDE = 48;

  @TempDir private Path folder;

  private EvalItem clip(String name, int frames, int grey, String action, int truth) {
    Path file = folder.resolve(name);
    byte[] rgb = new byte[frames * 3 * 32 * 32];
    Arrays.fill(rgb, (byte) grey);
    double[] times = new double[frames];
    Arrays.setAll(times, i -> i / 10.0);
    VideoWriter.write(file, new FrameSequence(rgb, 32, 32, times, frames / 10.0));
    return new EvalItem(name, file, CountingQuestions.PLAIN, action, truth);
  }

  private static StressedClips of(List<EvalItem> clips, StressedClips.Kind kind, long seed) {
    return new StressedClips(new VideoViewer(VideoLimits.defaults(), null), clips, kind, seed);
  }

  private static double mean(FrameSequence frames, int from, int to) {
    double sum = 0;
    int size = 3 * frames.width() * frames.height();
    for (int i = from * size; i < to * size; i++) {
      sum += frames.rgb()[i] & 0xFF;
    }
    return sum / ((to - from) * size);
  }

  @Test
  void leadHoldsTheEndsOfAClipAndKeepsItsCount() {
    List<EvalItem> clips = List.of(clip("a.mp4", 20, 100, "squat", 7));
    StressedClips stressed = of(clips, StressedClips.Kind.lead, 1);
    EvalItem item = stressed.items().get(0);
    assertEquals(7, item.truth());
    FrameSequence frames = stressed.frames(item, SIDE);
    assertEquals(32, frames.frames());
    assertEquals(3.2, frames.durationSeconds(), 0.05);
    assertEquals(100, mean(frames, 0, 32), 3);
    for (int i = 1; i < 32; i++) {
      assertTrue(frames.timesSeconds()[i] > frames.timesSeconds()[i - 1]);
    }
    int size = 3 * SIDE * SIDE;
    byte[] first = Arrays.copyOfRange(frames.rgb(), 0, size);
    assertFalse(Arrays.equals(first, Arrays.copyOfRange(frames.rgb(), size, 2 * size)), "noise");
    assertArrayEquals(frames.rgb(), of(clips, StressedClips.Kind.lead, 1).frames(item, SIDE).rgb());
  }

  @Test
  void leadKeepsThePartsOfOneVideoApart() throws IOException {
    clip("a.mp4", 40, 100, "squat", 7);
    Files.writeString(
        folder.resolve("labels.csv"),
        "file,action,count,start_s,end_s\na.mp4,squat,3,0,1\na.mp4,squat,4,2,4\n");
    StressedClips stressed = of(ClipsDataset.read(folder, true), StressedClips.Kind.lead, 1);
    assertEquals(16, stressed.frames(stressed.items().get(0), SIDE).frames());
    assertEquals(32, stressed.frames(stressed.items().get(1), SIDE).frames());
  }

  @Test
  void joinPutsClipsOfDifferentActionsInARow() {
    List<EvalItem> clips = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clips.add(clip(i + ".mp4", 10 + i, 40 + 40 * i, i < 2 ? "squat" : "jump", 1 << i));
    }
    StressedClips stressed = of(clips, StressedClips.Kind.join, 3);
    List<EvalItem> items = stressed.items();
    assertEquals(2, items.size());
    assertEquals(15, items.get(0).truth() + items.get(1).truth());
    for (EvalItem item : items) {
      assertTrue(item.action().contains("squat") && item.action().contains("jump"));
      int first = item.id().charAt(0) - '0';
      int second = item.id().charAt("0.mp4 + ".length()) - '0';
      FrameSequence frames = stressed.frames(item, SIDE);
      assertEquals(20 + first + second, frames.frames());
      assertEquals(40 + 40 * first, mean(frames, 0, 10 + first), 3);
      assertEquals(40 + 40 * second, mean(frames, 10 + first, frames.frames()), 3);
    }
  }

  @Test
  void theSeedDrawsThePairs() {
    List<EvalItem> clips = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      clips.add(new EvalItem("c" + i, null, CountingQuestions.PLAIN, "a" + i, 1));
    }
    assertEquals(
        of(clips, StressedClips.Kind.join, 1).items(),
        of(clips, StressedClips.Kind.join, 1).items());
    assertNotEquals(
        of(clips, StressedClips.Kind.join, 1).items(),
        of(clips, StressedClips.Kind.join, 2).items());
    Set<String> used = new HashSet<>();
    for (EvalItem pair : of(clips, StressedClips.Kind.join, 1).items()) {
      assertTrue(used.addAll(List.of(pair.id().split(" \\+ "))), "each clip is used once");
    }
    assertEquals(8, used.size());
  }
}
