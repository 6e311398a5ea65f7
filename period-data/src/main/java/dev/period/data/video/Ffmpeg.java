package dev.period.data.video;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** FFmpeg's libraries, loaded once: avutil, avcodec, avformat and swscale only. */
final class Ffmpeg {
  static {
    // By default JavaCPP refuses to allocate once the process is larger than twice the Java heap,
    // which any model in native memory is.
    if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
      System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    }
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
  }

  private Ffmpeg() {}

  /** Loads the libraries; does nothing after the first call. */
  static void load() {}

  /** FFmpeg's words for a negative return code. */
  static String message(int code) {
    byte[] text = new byte[256];
    avutil.av_strerror(code, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  /**
   * The URL of a local file. The scheme and the absolute path keep FFmpeg from taking a colon for a
   * protocol or a dash for an option; UTF-8 is what FFmpeg expects whatever the platform's charset.
   */
  static BytePointer url(Path file) {
    return new BytePointer("file:" + file.toAbsolutePath(), StandardCharsets.UTF_8);
  }
}
