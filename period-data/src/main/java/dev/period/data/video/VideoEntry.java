package dev.period.data.video;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.FrameSequence;
import dev.period.core.cache.CacheEntry;
import dev.period.core.cache.CacheKey;
import dev.period.core.cache.ContentHash;
import dev.period.core.checkpoint.TensorData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** What was seen of a part of a video file, as an entry of a cache. */
final class VideoEntry {
  /** Changes whenever the same file would be seen otherwise; VideoEntryTest notices. */
  static final String VERSION = "video-3";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Stands for the file's name in warnings: the same content may lie elsewhere next time. */
  private static final String FILE = "{file}";

  private final Map<String, Object> part = new LinkedHashMap<>();

  /** Entries of one part of a file, whose content is read if it is not known. */
  VideoEntry(Path file, double start, double end, VideoLimits limits) {
    Ffmpeg.load();
    part.put("content", ContentHash.ofFile(file));
    part.put("start", start);
    part.put("end", end);
    part.put("limits", limits);
    part.put("ffmpeg", avutil.av_version_info().getString());
    // scaling rounds a little differently with each generation of vector instructions
    part.put("cpu", avutil.av_get_cpu_flags());
  }

  /** Of what a model sees. */
  CacheKey key(VideoView view) {
    return key("view", view);
  }

  /** Of all frames at a size. */
  CacheKey key(int side) {
    return key("frames", side);
  }

  private CacheKey key(String kind, Object how) {
    Map<String, Object> ingredients = new LinkedHashMap<>(part);
    ingredients.put(kind, how);
    return CacheKey.of(VERSION, ingredients);
  }

  static CacheEntry pack(ViewedVideo seen, Path file) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    putFrames(tensors, seen.visual());
    Map<String, String> words = words(seen.visual());
    int slots = seen.times().length;
    float[] gram = seen.gram();
    if (gram != null) {
      tensors.put("gram", TensorData.of(gram, gram.length / slots / slots, slots, slots));
      tensors.put("gram_times", TensorData.of(seen.times(), slots));
    }
    if (!seen.standstills().isEmpty()) {
      double[] ends = seen.standstills().stream().flatMapToDouble(Arrays::stream).toArray();
      tensors.put("standstills", TensorData.of(ends, ends.length / 2, 2));
    }
    words.put("still", Boolean.toString(seen.still()));
    words.put("warnings", json(seen.warnings(), file));
    return new CacheEntry(tensors, words);
  }

  static ViewedVideo view(CacheEntry entry, Path file) {
    TensorData gram = entry.tensors().get("gram");
    return new ViewedVideo(
        gram == null ? new double[0] : tensor(entry, "gram_times").doubles(),
        gram == null ? null : gram.floats(),
        standstills(entry.tensors().get("standstills")),
        frames(entry),
        Boolean.parseBoolean(entry.words().get("still")),
        warnings(entry.words().get("warnings"), file));
  }

  private static List<double[]> standstills(@Nullable TensorData kept) {
    double[] ends = kept == null ? new double[0] : kept.doubles();
    List<double[]> standstills = new ArrayList<>();
    for (int i = 0; i < ends.length; i += 2) {
      standstills.add(new double[] {ends[i], ends[i + 1]});
    }
    return standstills;
  }

  static CacheEntry pack(FrameSequence frames) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    putFrames(tensors, frames);
    return new CacheEntry(tensors, words(frames));
  }

  static FrameSequence frames(CacheEntry entry) {
    TensorData rgb = tensor(entry, "rgb");
    long[] shape = rgb.shape();
    return new FrameSequence(
        rgb.unsignedBytes(),
        (int) shape[2],
        (int) shape[1],
        tensor(entry, "times").doubles(),
        Double.parseDouble(String.valueOf(entry.words().get("seconds"))));
  }

  private static void putFrames(Map<String, TensorData> tensors, FrameSequence frames) {
    int n = frames.frames();
    tensors.put("rgb", TensorData.of(frames.rgb(), n, frames.height(), frames.width(), 3));
    tensors.put("times", TensorData.of(frames.timesSeconds(), n));
  }

  private static Map<String, String> words(FrameSequence frames) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("seconds", Double.toString(frames.durationSeconds()));
    return words;
  }

  private static TensorData tensor(CacheEntry entry, String name) {
    TensorData tensor = entry.tensors().get(name);
    if (tensor == null) {
      throw new IllegalStateException("a video's entry without " + name);
    }
    return tensor;
  }

  private static String json(List<String> warnings, Path file) {
    try {
      return JSON.writeValueAsString(
          warnings.stream().map(warning -> warning.replace(file.toString(), FILE)).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> warnings(@Nullable String json, Path file) {
    try {
      return List.of(JSON.readValue(String.valueOf(json), String[].class)).stream()
          .map(warning -> warning.replace(FILE, file.toString()))
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
