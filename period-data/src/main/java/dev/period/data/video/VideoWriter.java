package dev.period.data.video;

import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Writes small videos: samples and test material. The container follows the file's extension. The
 * same frames give the same bytes.
 */
public final class VideoWriter {
  // Divisible by all usual frame rates, also 29.97, and small enough for MPEG-4's 16 bits.
  private static final int TICKS_PER_SECOND = 60_000;

  private final AVFormatContext format = new AVFormatContext(null);
  private final AVIOContext io = new AVIOContext(null);
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame rgb = avutil.av_frame_alloc();
  private final AVFrame yuv = avutil.av_frame_alloc();
  private final SwsContext scaler = swscale.sws_alloc_context();
  private @Nullable AVCodecContext encoder;

  private VideoWriter() {}

  /** Encoders of the LGPL build. */
  public enum Codec {
    /** OpenH264; even sizes from 16x16 on. */
    H264("libopenh264"),
    /** MPEG-4 part 2; any even size. */
    MPEG4("mpeg4");

    private final String encoder;

    Codec(String encoder) {
      this.encoder = encoder;
    }
  }

  /**
   * What to write.
   *
   * @param width in pixels, even
   * @param height in pixels, even
   * @param bitsPerSecond aimed at
   * @param keyFrameEvery frames
   * @param framesPerSecond by which the encoder divides the bits, as frames may come at any time; 0
   *     to leave it to the encoder, which then spends fewer than there are
   */
  public record Settings(
      int width,
      int height,
      Codec codec,
      long bitsPerSecond,
      int keyFrameEvery,
      double framesPerSecond) {
    /** Settings for a picture that needs few bits. */
    public Settings(int width, int height, Codec codec, long bitsPerSecond, int keyFrameEvery) {
      this(width, height, codec, bitsPerSecond, keyFrameEvery, 0);
    }
  }

  /** Makes the frames of a video, one after the other. */
  @FunctionalInterface
  public interface FrameSource {
    /**
     * Draws a frame.
     *
     * @param rgb to fill, [height, width, 3]
     * @return its presentation time in seconds, later than the one before
     */
    double draw(int index, byte[] rgb);
  }

  /** Writes a sequence as H.264 (see {@link #write(Path, Settings, int, FrameSource)}). */
  public static void write(Path file, FrameSequence video) {
    Settings settings = new Settings(video.width(), video.height(), Codec.H264, 1_000_000, 60);
    write(
        file,
        settings,
        video.frames(),
        (index, rgb) -> {
          System.arraycopy(video.rgb(), index * rgb.length, rgb, 0, rgb.length);
          return video.timesSeconds()[index];
        });
  }

  /**
   * Writes {@code frames} frames. The file appears, complete, only at the end.
   *
   * @throws PeriodException of kind INPUT if the file cannot be written; of kind ENGINE if the
   *     encoder refuses
   */
  public static void write(Path file, Settings settings, int frames, FrameSource source) {
    Ffmpeg.load();
    try {
      WholeFile.write(file, temporary -> writeTo(temporary, settings, frames, source));
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, file + " cannot be written: " + e.getMessage() + ".", e);
    }
  }

  private static void writeTo(Path file, Settings settings, int frames, FrameSource source)
      throws IOException {
    VideoWriter writer = new VideoWriter();
    try {
      writer.open(file, settings);
      byte[] pixels = new byte[3 * settings.width() * settings.height()];
      for (int i = 0; i < frames; i++) {
        writer.add(pixels, source.draw(i, pixels));
      }
      writer.finish();
    } finally {
      writer.free();
    }
  }

  private void open(Path file, Settings settings) throws IOException {
    AVOutputFormat container = avformat.av_guess_format(null, "x" + extension(file), null);
    if (container == null || container.isNull()) {
      throw new IOException("no container is known for its extension");
    }
    require(avformat.avformat_alloc_output_context2(format, container, (String) null, null));
    try (BytePointer url = Ffmpeg.url(file)) {
      int code = avformat.avio_open2(io, url, avformat.AVIO_FLAG_WRITE, null, (AVDictionary) null);
      if (code < 0) {
        throw new IOException(Ffmpeg.message(code));
      }
    }
    format.pb(io);
    format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
    AVCodecContext context = openEncoder(settings);
    AVStream stream = avformat.avformat_new_stream(format, null);
    stream.time_base(context.time_base());
    require(avcodec.avcodec_parameters_from_context(stream.codecpar(), context));
    require(avformat.avformat_write_header(format, (AVDictionary) null));
    allocate(rgb, avutil.AV_PIX_FMT_RGB24, settings);
    allocate(yuv, avutil.AV_PIX_FMT_YUV420P, settings);
    yuv.pts(0);
    scaler.flags(swscale.SWS_AREA);
  }

  private AVCodecContext openEncoder(Settings settings) {
    AVCodec codec = avcodec.avcodec_find_encoder_by_name(settings.codec().encoder);
    if (codec == null || codec.isNull()) {
      throw new PeriodException(
          PeriodException.Kind.ENGINE,
          "This build has no encoder " + settings.codec().encoder + ".");
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    encoder = context;
    AVRational tick = avutil.av_make_q(1, TICKS_PER_SECOND);
    context.width(settings.width());
    context.height(settings.height());
    context.pix_fmt(avutil.AV_PIX_FMT_YUV420P);
    context.time_base(tick);
    context.bit_rate(settings.bitsPerSecond());
    if (settings.framesPerSecond() > 0) {
      context.framerate(avutil.av_d2q(settings.framesPerSecond(), TICKS_PER_SECOND));
    }
    context.gop_size(settings.keyFrameEvery());
    context.thread_count(1);
    int flags = avcodec.AV_CODEC_FLAG_BITEXACT;
    if ((format.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
      flags |= avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
    }
    context.flags(context.flags() | flags);
    require(avcodec.avcodec_open2(context, codec, (AVDictionary) null));
    return context;
  }

  private static void allocate(AVFrame frame, int pixelFormat, Settings settings) {
    frame.format(pixelFormat);
    frame.width(settings.width());
    frame.height(settings.height());
    require(avutil.av_frame_get_buffer(frame, 0));
  }

  private void add(byte[] pixels, double seconds) {
    int rowBytes = 3 * rgb.width();
    for (int y = 0; y < rgb.height(); y++) {
      BytePointer row = rgb.data(0).getPointer((long) y * rgb.linesize(0));
      row.put(pixels, y * rowBytes, rowBytes);
    }
    require(avutil.av_frame_make_writable(yuv));
    require(swscale.sws_scale_frame(scaler, yuv, rgb));
    long stamp = Math.round(seconds * TICKS_PER_SECOND);
    // The next time is not known yet; what matters is that the last frame has a plausible length.
    yuv.duration(Math.max(1, stamp - yuv.pts()));
    yuv.pts(stamp);
    encode(yuv);
  }

  private void encode(@Nullable AVFrame frame) {
    require(avcodec.avcodec_send_frame(encoder, frame));
    int code = avcodec.avcodec_receive_packet(encoder, packet);
    while (code >= 0) {
      packet.stream_index(0);
      if (packet.duration() == 0) {
        packet.duration(yuv.duration());
      }
      avcodec.av_packet_rescale_ts(
          packet, avutil.av_make_q(1, TICKS_PER_SECOND), format.streams(0).time_base());
      require(avformat.av_interleaved_write_frame(format, packet));
      code = avcodec.avcodec_receive_packet(encoder, packet);
    }
    if (code != AVERROR_EAGAIN() && code != avutil.AVERROR_EOF) {
      require(code);
    }
  }

  private void finish() {
    encode(null);
    require(avformat.av_write_trailer(format));
    require(avformat.avio_closep(io));
  }

  private void free() {
    if (encoder != null) {
      avcodec.avcodec_free_context(encoder);
    }
    swscale.sws_free_context(scaler);
    avutil.av_frame_free(rgb);
    avutil.av_frame_free(yuv);
    avcodec.av_packet_free(packet);
    if (!io.isNull()) {
      avformat.avio_closep(io);
    }
    if (!format.isNull()) {
      avformat.avformat_free_context(format);
    }
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString();
    return name.substring(Math.max(0, name.lastIndexOf('.')));
  }

  private static void require(int code) {
    if (code < 0) {
      throw new PeriodException(
          PeriodException.Kind.ENGINE, "Video encoding failed: " + Ffmpeg.message(code) + ".");
    }
  }
}
