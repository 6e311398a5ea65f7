package dev.period.core.clip;

import com.fasterxml.jackson.databind.JsonNode;
import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.image.CropRounding;
import dev.period.core.image.ImageTransform;
import dev.period.core.image.ImageTransform.Target;
import dev.period.core.image.Resampling;
import dev.period.core.image.RgbImage;
import java.util.Arrays;

/**
 * Turns images of any size into what a vision tower takes, as {@code preprocessor_config.json} of a
 * Hugging Face folder says ({@code CLIPImageProcessor}).
 *
 * @param transform brings an image to the model's size
 * @param processor normalises an image of the model's size
 */
public record ImagePreprocessor(ImageTransform transform, ImageProcessor processor) {
  private static final float[] IMAGENET_MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] IMAGENET_DEVIATION = {0.229f, 0.224f, 0.225f};
  private static final String FILE = "preprocessor_config.json";
  private static final int MAX_SIDE = 1 << 14;

  /** CLIP's own: shorter side, centre, bicubic. */
  public static ImagePreprocessor clip(int size) {
    return new ImagePreprocessor(ImageTransform.clip(size), ImageProcessor.clip(size));
  }

  /** PPLLaVA's for frames of videos: squeezed to a square, bicubic, CLIP's normalisation. */
  public static ImagePreprocessor squeeze(int size) {
    return new ImagePreprocessor(
        ImageTransform.squeeze(size, Resampling.BICUBIC), ImageProcessor.clip(size));
  }

  /** Period-LLM's released code: squeezed to a square, bilinear, ImageNet's normalisation. */
  public static ImagePreprocessor periodLlm(int size) {
    return new ImagePreprocessor(
        ImageTransform.squeeze(size, Resampling.BILINEAR),
        new ImageProcessor(size, IMAGENET_MEAN, IMAGENET_DEVIATION));
  }

  /**
   * Reads {@code preprocessor_config.json}. Absent keys take the defaults of Hugging Face's {@code
   * CLIPImageProcessor}, except that an absent size is the model's (Hugging Face: 224).
   *
   * @param json the file's content; an empty object for a folder without the file
   * @param imageSize side of the square that the vision tower takes
   * @throws PeriodException of kind MODEL when it asks for something that does not exist, or for
   *     another size than the tower's
   */
  public static ImagePreprocessor of(JsonNode json, int imageSize) {
    Target resize =
        json.path("do_resize").asBoolean(true)
            ? target(json.path("size"), "size", Target.shorterSide(imageSize), false)
            : null;
    Target crop =
        json.path("do_center_crop").asBoolean(true)
            ? target(json.path("crop_size"), "crop_size", Target.exact(imageSize, imageSize), true)
            : null;
    Target last = crop == null ? resize : crop;
    if (last != null && last.width() != 0 && !last.equals(Target.exact(imageSize, imageSize))) {
      throw wrong(
          "it makes images of %dx%d pixels, but the vision tower takes %dx%d"
              .formatted(last.width(), last.height(), imageSize, imageSize));
    }
    boolean normalize = json.path("do_normalize").asBoolean(true);
    float[] mean =
        channels(json.path("image_mean"), "image_mean", normalize, ImageProcessor.CLIP_MEAN, 0);
    float[] deviation =
        channels(json.path("image_std"), "image_std", normalize, ImageProcessor.CLIP_DEVIATION, 1);
    // the processor divides by 255; any other factor goes into mean and deviation
    double factor =
        json.path("do_rescale").asBoolean(true)
            ? json.path("rescale_factor").asDouble(1 / 255.0)
            : 1;
    for (int c = 0; c < 3; c++) {
      mean[c] = (float) (mean[c] / (255 * factor));
      deviation[c] = (float) (deviation[c] / (255 * factor));
      if (!Float.isFinite(mean[c]) || !Float.isFinite(deviation[c]) || deviation[c] <= 0) {
        throw wrong("image_mean, image_std and rescale_factor give no finite pixel values");
      }
    }
    return new ImagePreprocessor(
        new ImageTransform(resize, filter(json.path("resample")), crop, CropRounding.DOWN),
        new ImageProcessor(imageSize, mean, deviation));
  }

  private static Target target(JsonNode node, String key, Target standard, boolean square) {
    if (node.isMissingNode() || node.isNull()) {
      return standard;
    }
    if (node.isNumber()) {
      int side = side(node, key);
      return square ? Target.exact(side, side) : Target.shorterSide(side);
    }
    if (node.has("shortest_edge")) {
      return Target.shorterSide(side(node.path("shortest_edge"), key + ".shortest_edge"));
    }
    if (node.has("height") && node.has("width")) {
      return Target.exact(
          side(node.path("width"), key + ".width"), side(node.path("height"), key + ".height"));
    }
    throw wrong(key + " is " + node + "; it needs shortest_edge, or height and width");
  }

  private static int side(JsonNode node, String key) {
    if (!node.isInt() || node.intValue() < 1 || node.intValue() > MAX_SIDE) {
      throw wrong(key + " is " + node + "; it has to be a whole number from 1 to " + MAX_SIDE);
    }
    return node.intValue();
  }

  private static Resampling filter(JsonNode node) {
    // Pillow's numbers; 0, 1, 4 and 5 are filters that no CLIP uses
    return switch (node.isMissingNode() || node.isNull() ? 3 : node.asInt(-1)) {
      case 2 -> Resampling.BILINEAR;
      case 3 -> Resampling.BICUBIC;
      default ->
          throw wrong(
              "resample " + node + " is not supported; it may be 2 (bilinear) or 3 (bicubic)");
    };
  }

  private static float[] channels(
      JsonNode node, String key, boolean normalize, float[] standard, float none) {
    float[] values = standard.clone();
    if (!normalize) {
      Arrays.fill(values, none);
    } else if (!node.isMissingNode() && !node.isNull()) {
      if (node.size() != 3) {
        throw wrong(key + " is " + node + "; it has to be three numbers");
      }
      for (int c = 0; c < 3; c++) {
        values[c] = (float) node.get(c).asDouble(Double.NaN);
      }
    }
    return values;
  }

  private static PeriodException wrong(String what) {
    return new PeriodException(Kind.MODEL, FILE + ": " + what);
  }

  /** The frames at the model's size, still in 8 bit; for {@link ImageProcessor#fill}. */
  public FrameSequence frames(FrameSequence frames) {
    return transform.apply(frames);
  }

  /**
   * The normalised pixels of one image.
   *
   * @return [3, size, size]
   * @throws PeriodException of kind INPUT when nothing brings this image to the model's size
   */
  public float[] pixels(RgbImage image) {
    RgbImage fitted = transform.apply(image);
    int size = processor.size();
    if (fitted.width() != size || fitted.height() != size) {
      throw new PeriodException(
          Kind.INPUT,
          "an image of %dx%d pixels becomes %dx%d, but the model takes %dx%d; %s does not cut it"
              .formatted(
                  image.width(),
                  image.height(),
                  fitted.width(),
                  fitted.height(),
                  size,
                  size,
                  FILE));
    }
    float[] pixels = new float[3 * size * size];
    processor.fill(fitted.asFrame(), pixels, 0);
    return pixels;
  }
}
