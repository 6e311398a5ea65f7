package dev.period.data.video;

import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import dev.period.core.PeriodException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.DoublePredicate;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * The first-choice video stream of one local file: opened, decoded frame by frame, closed. Owns
 * every native object it makes; one thread at a time.
 */
final class MediaSource implements AutoCloseable {
  /** Decoder threads; more cost memory (each holds a source frame) and gain little. */
  private static final int MAX_THREADS = 8;

  /** Rates of frames that differ by less are the same, rounded. */
  private static final double UNEVEN = 0.01;

  private static final String UNREADABLE =
      "is not a video, or it is cut off or damaged; please check that it plays";

  private final Path file;
  private final Deadline deadline;
  private final AVFormatContext format = avformat.avformat_alloc_context();
  private final AVIOContext io = new AVIOContext(null);
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame frame = avutil.av_frame_alloc();
  private @Nullable AVCodecContext decoder;
  private @Nullable AVStream stream;
  private @Nullable DoublePredicate unwanted;
  private boolean draining;
  private boolean timedOut;
  private int damaged;

  /**
   * Opens the file and its decoder.
   *
   * @throws PeriodException of kind INPUT when there is no video in it that can be decoded
   */
  MediaSource(Path file, VideoLimits limits, Deadline deadline) {
    this.file = file;
    this.deadline = deadline;
    try {
      openContainer();
      stream = chooseStream();
      checkPixels(limits);
      decoder = openDecoder(limits);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void openContainer() {
    try (BytePointer url = Ffmpeg.url(file)) {
      int code =
          avformat.avio_open2(
              io, url, avformat.AVIO_FLAG_READ, deadline.interrupt(), (AVDictionary) null);
      require(code, "cannot be opened");
    }
    format.pb(io);
    format.interrupt_callback(deadline.interrupt());
    AVDictionary options = new AVDictionary(null);
    // The one file is open already. Anything else that it names (a playlist's segments, external
    // tracks) has to pass this list, on which nothing stands.
    avutil.av_dict_set(options, "protocol_whitelist", "none", 0);
    // No file name: the content alone decides the format, and "%d" is never an image pattern.
    int code =
        avformat.avformat_open_input(format, (BytePointer) null, (AVInputFormat) null, options);
    avutil.av_dict_free(options);
    require(code, UNREADABLE);
    code = avformat.avformat_find_stream_info(format, (PointerPointer<?>) null);
    require(code, UNREADABLE);
  }

  /** Whether the file is one image: FFmpeg's demuxers of single images are named so. */
  boolean still() {
    return format.iformat().name().getString().endsWith("_pipe");
  }

  private AVStream chooseStream() {
    int index =
        avformat.av_find_best_stream(
            format, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
    if (index < 0
        || (format.streams(index).disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0) {
      throw input("has no video in it (only sound or text); please give a video or an image");
    }
    for (int i = 0; i < format.nb_streams(); i++) {
      if (i != index) {
        format.streams(i).discard(avcodec.AVDISCARD_ALL);
      }
    }
    return format.streams(index);
  }

  private void checkPixels(VideoLimits limits) {
    long width = stream().codecpar().width();
    long height = stream().codecpar().height();
    if (width * height > limits.maxPixels()) {
      throw input(
          "has frames of %dx%d pixels, more than the limit of %d; please scale it down first"
              .formatted(width, height, limits.maxPixels()));
    }
  }

  private AVCodecContext openDecoder(VideoLimits limits) {
    AVCodec codec = avcodec.avcodec_find_decoder(stream().codecpar().codec_id());
    if (codec == null || codec.isNull()) {
      BytePointer name = avcodec.avcodec_get_name(stream().codecpar().codec_id());
      throw input(
          "uses the codec %s, which this build cannot decode; please convert it to H.264"
              .formatted(name.getString()));
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    decoder = context;
    require(
        avcodec.avcodec_parameters_to_context(context, stream().codecpar()), "cannot be decoded");
    context.pkt_timebase(stream().time_base());
    context.max_pixels(limits.maxPixels());
    context.thread_count(Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
    // Deblocking is a third of H.264's work and invisible once frames are reduced.
    context.skip_loop_filter(avcodec.AVDISCARD_ALL);
    require(avcodec.avcodec_open2(context, codec, (AVDictionary) null), "cannot be decoded");
    return context;
  }

  /** Decodes key frames only, from here on. */
  void keyFramesOnly() {
    // The stream's flag spares reading the others from the disk where the container has an index.
    stream().discard(avcodec.AVDISCARD_NONKEY);
    decoder().skip_frame(avcodec.AVDISCARD_NONKEY);
  }

  /** Leaves out frames on which no other one depends, from here on. */
  void referenceFramesOnly() {
    decoder().skip_frame(avcodec.AVDISCARD_NONREF);
  }

  /**
   * Spares decoding frames that are {@code unwanted}, by when they are shown, in seconds, and on
   * which no other one depends; from here on.
   */
  void spare(DoublePredicate unwantedFrames) {
    unwanted = unwantedFrames;
  }

  /** Whether frames follow each other at one pace, as far as the container knows. */
  boolean even() {
    AVRational usual = stream().r_frame_rate();
    AVRational mean = stream().avg_frame_rate();
    return usual.num() > 0
        && mean.num() > 0
        && Math.abs(avutil.av_q2d(usual) / avutil.av_q2d(mean) - 1) < UNEVEN;
  }

  /** Decodes every pixel as the encoder meant it, from here on. */
  void exactPixels() {
    decoder().skip_loop_filter(avcodec.AVDISCARD_DEFAULT);
  }

  /** Goes to the last key frame at or before {@code seconds}, where the container can. */
  void seek(double seconds) {
    double base = avutil.av_q2d(stream().time_base());
    long target = Math.round((seconds + startSeconds()) / base);
    if (avformat.av_seek_frame(format, stream().index(), target, avformat.AVSEEK_FLAG_BACKWARD)
        >= 0) {
      avcodec.avcodec_flush_buffers(decoder());
    }
  }

  /** The next decoded frame, owned by this source until the next call; null at the end. */
  @Nullable AVFrame next() {
    while (true) {
      int code = avcodec.avcodec_receive_frame(decoder(), frame);
      if (code >= 0) {
        if (frame.decode_error_flags() != 0
            || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
          damaged++;
        }
        return frame;
      }
      if (code == avutil.AVERROR_EOF) {
        return null;
      }
      if (deadline.isPast()) {
        timedOut = true;
        return null;
      }
      if (code == AVERROR_EAGAIN()) {
        feed();
      } else {
        damaged++;
      }
    }
  }

  private void feed() {
    int code = avformat.av_read_frame(format, packet);
    if (code < 0) {
      if (code != avutil.AVERROR_EOF) {
        damaged++;
      }
      if (!draining) {
        draining = true;
        avcodec.avcodec_send_packet(decoder(), null);
      }
      return;
    }
    if (packet.stream_index() == stream().index()) {
      if (unwanted != null) {
        double time = seconds(packet.pts());
        boolean spared = !Double.isNaN(time) && unwanted.test(time);
        decoder().skip_frame(spared ? avcodec.AVDISCARD_NONREF : avcodec.AVDISCARD_DEFAULT);
      }
      if (avcodec.avcodec_send_packet(decoder(), packet) < 0
          || (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
        damaged++;
      }
    }
    avcodec.av_packet_unref(packet);
  }

  /** When the frame is shown, in seconds from the start of the file; NaN if it does not say. */
  double seconds(AVFrame shown) {
    return seconds(shown.best_effort_timestamp());
  }

  private double seconds(long stamp) {
    return stamp == avutil.AV_NOPTS_VALUE
        ? Double.NaN
        : stamp * avutil.av_q2d(stream().time_base()) - startSeconds();
  }

  private double startSeconds() {
    long start = format.start_time();
    return start == avutil.AV_NOPTS_VALUE ? 0 : start / (double) avutil.AV_TIME_BASE;
  }

  /** The duration that the file claims, in seconds; NaN if it does not say. */
  double durationSeconds() {
    double seconds = Double.NaN;
    if (stream().duration() > 0) {
      seconds = stream().duration() * avutil.av_q2d(stream().time_base());
    } else if (format.duration() > 0) {
      seconds = format.duration() / (double) avutil.AV_TIME_BASE;
    }
    return seconds;
  }

  /** The usual time from one frame to the next, in seconds. */
  double frameSeconds() {
    AVRational rate = avformat.av_guess_frame_rate(format, stream(), (AVFrame) null);
    double perSecond = rate.num() > 0 && rate.den() > 0 ? avutil.av_q2d(rate) : 25;
    return 1 / Math.min(Math.max(perSecond, 1e-3), 1e4);
  }

  /** Width of a stored pixel by its height; 1 where the file says nothing or nonsense. */
  double pixelAspect(AVFrame shown) {
    AVRational aspect = avformat.av_guess_sample_aspect_ratio(format, stream(), shown);
    double ratio = aspect.num() > 0 && aspect.den() > 0 ? avutil.av_q2d(aspect) : 1;
    return ratio >= 0.1 && ratio <= 10 ? ratio : 1;
  }

  /** How many packets or frames were damaged so far. */
  int damaged() {
    return damaged;
  }

  /** Whether {@link #next()} ended because the deadline had passed. */
  boolean timedOut() {
    return timedOut;
  }

  private AVStream stream() {
    return Objects.requireNonNull(stream);
  }

  private AVCodecContext decoder() {
    return Objects.requireNonNull(decoder);
  }

  private void require(int code, String problem) {
    if (code < 0) {
      throw input(problem + " (FFmpeg says: " + Ffmpeg.message(code) + ")");
    }
  }

  private PeriodException input(String problem) {
    return new PeriodException(PeriodException.Kind.INPUT, file + " " + problem + ".");
  }

  @Override
  public void close() {
    if (decoder != null) {
      avcodec.avcodec_free_context(decoder);
    }
    avcodec.av_packet_free(packet);
    avutil.av_frame_free(frame);
    if (!format.isNull()) {
      avformat.avformat_close_input(format);
    }
    if (!io.isNull()) {
      avformat.avio_closep(io);
    }
  }
}
