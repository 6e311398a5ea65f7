package dev.period.cli.doctor;

import dev.period.core.PeriodException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg and the decoders that common videos need. */
final class VideoCheck implements Check {
  private static final Map<String, Integer> CODECS = new LinkedHashMap<>();

  static {
    CODECS.put("H.264", avcodec.AV_CODEC_ID_H264);
    CODECS.put("HEVC", avcodec.AV_CODEC_ID_HEVC);
    CODECS.put("VP9", avcodec.AV_CODEC_ID_VP9);
    CODECS.put("AV1", avcodec.AV_CODEC_ID_AV1);
    CODECS.put("MPEG-4", avcodec.AV_CODEC_ID_MPEG4);
  }

  @Override
  public List<Finding> look() {
    try {
      String version = avutil.av_version_info().getString();
      List<String> present = new ArrayList<>();
      List<String> absent = new ArrayList<>();
      CODECS.forEach(
          (name, id) -> (avcodec.avcodec_find_decoder(id) == null ? absent : present).add(name));
      String detail = "FFmpeg %s decodes %s".formatted(version, String.join(", ", present));
      return List.of(
          absent.isEmpty()
              ? Finding.fine("video", detail)
              : Finding.hint(
                  "video",
                  detail,
                  "convert %s videos to H.264 first".formatted(String.join(", ", absent))));
    } catch (LinkageError e) {
      return List.of(
          Finding.broken(
              "video",
              "FFmpeg cannot be loaded (" + e.getMessage() + ")",
              Kind.ENGINE,
              "remove the cache named below and try again"));
    }
  }
}
