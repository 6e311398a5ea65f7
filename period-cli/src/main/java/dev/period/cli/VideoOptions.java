package dev.period.cli;

import dev.period.data.video.VideoLimits;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a video may cost: the options of the commands that read videos of others. */
final class VideoOptions {
  private static final VideoLimits USUAL = VideoLimits.defaults();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description = "Refuse videos with larger frames, width times height; default 134217728.")
  private long pixels = USUAL.maxPixels();

  @Option(
      names = "--max-frames",
      paramLabel = "N",
      description = "Keep at most so many frames of a video, evenly spread; default 2048.")
  private int frames = USUAL.maxKeptFrames();

  @Option(
      names = "--max-seconds",
      paramLabel = "S",
      description = "Decode a video for at most so long and use what is there; default 60.")
  private double seconds = USUAL.maxDecodeSeconds();

  /**
   * The options as the library takes them.
   *
   * @throws ParameterException when nothing could be read within them
   */
  VideoLimits limits() {
    if (pixels < 1 || frames < 2 || !(seconds > 0)) {
      throw new ParameterException(
          spec.commandLine(),
          "--max-pixels and --max-seconds must be above 0, --max-frames at least 2");
    }
    return new VideoLimits(pixels, seconds, frames, USUAL.longVideoSeconds());
  }
}
