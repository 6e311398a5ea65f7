package dev.period.core.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.image.ImageFile;
import dev.period.core.image.ImageTransform;
import dev.period.core.image.ImageTransform.Target;
import dev.period.core.image.Resampling;
import dev.period.core.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pixel values as Hugging Face's CLIPImageProcessor made them, and its configuration file. */
class ImagePreprocessorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOLDER = "expected/preprocess/";

  private static RgbImage image(String name) throws Exception {
    return ImageFile.read(Fixtures.path(FOLDER + name + ".png"));
  }

  private static ImagePreprocessor of(String json, int size) throws Exception {
    return ImagePreprocessor.of(JSON.readTree(json), size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"img_96x70", "img_61x75", "img_57x56", "img_56x57"})
  void pixelValues(String name) throws Exception {
    ImagePreprocessor preprocessor =
        ImagePreprocessor.of(
            JSON.readTree(Fixtures.path("checkpoints/clip-tiny/preprocessor_config.json").toFile()),
            56);
    try (SafetensorsFile file =
        SafetensorsFile.open(Fixtures.path(FOLDER + "preprocess_56.safetensors"))) {
      assertArrayEquals(
          file.readFloats(name + ".pixel_values"), preprocessor.pixels(image(name)), 1e-6f);
    }
  }

  @Test
  void pixelValuesOfALargeImage() throws Exception {
    JsonNode expected =
        JSON.readTree(Fixtures.path(FOLDER + "preprocess_224.json").toFile())
            .path("pixel_values")
            .path("img_300x200.pixel_values");
    float[] pixels = of("{}", 224).pixels(image("img_300x200"));
    assertEquals((pixels.length + 96) / 97, expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).floatValue(), pixels[97 * i], 1e-6f);
    }
  }

  @Test
  void periodLlm() throws Exception {
    float[] expected;
    try (SafetensorsFile file =
        SafetensorsFile.open(Fixtures.path(FOLDER + "preprocess_56.safetensors"))) {
      expected = file.readFloats("img_96x70.squash56x56_bilinear_imagenet_norm");
    }
    RgbImage image = image("img_96x70");
    assertArrayEquals(expected, ImagePreprocessor.periodLlm(56).pixels(image), 1e-6f);
    ImagePreprocessor fromFile =
        of(
            """
            {"size": {"height": 56, "width": 56}, "do_center_crop": false, "resample": 2,
             "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}\
            """,
            56);
    assertArrayEquals(expected, fromFile.pixels(image), 1e-6f);
  }

  @Test
  void absentKeys() throws Exception {
    ImagePreprocessor preprocessor = of("{\"size\": null}", 336);
    assertEquals(ImageTransform.clip(336), preprocessor.transform());
    assertArrayEquals(ImageProcessor.CLIP_MEAN, preprocessor.processor().mean(), 1e-7f);
    assertArrayEquals(ImageProcessor.CLIP_DEVIATION, preprocessor.processor().deviation(), 1e-7f);
    assertEquals(Target.exact(224, 224), ImagePreprocessor.squeeze(224).transform().resize());
  }

  /** As early folders have it. */
  @Test
  void sizesAsNumbers() throws Exception {
    ImagePreprocessor preprocessor = of("{\"size\": 40, \"crop_size\": 32}", 32);
    assertEquals(Target.shorterSide(40), preprocessor.transform().resize());
    assertEquals(Target.exact(32, 32), preprocessor.transform().crop());
    assertEquals(Resampling.BICUBIC, preprocessor.transform().filter());
  }

  @Test
  void rescalingAndNormalisingAreOptional() throws Exception {
    RgbImage image = new RgbImage(new byte[] {(byte) 200, 100, 50}, 1, 1);
    assertArrayEquals(
        new float[] {200 / 255f, 100 / 255f, 50 / 255f},
        of("{\"do_normalize\": false}", 1).pixels(image),
        1e-6f);
    assertArrayEquals(
        new float[] {200, 100, 50},
        of("{\"do_normalize\": false, \"do_rescale\": false}", 1).pixels(image),
        1e-4f);
    assertArrayEquals(
        new float[] {1.25f, 0.25f, -0.25f},
        of(
                """
                {"rescale_factor": 0.01, "image_mean": [0.75, 0.75, 0.75],
                 "image_std": [1, 1, 1]}\
                """,
                1)
            .pixels(image),
        1e-6f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"crop_size\": 224} | it makes images of 224x224",
        "{\"do_center_crop\": false, \"size\": {\"height\": 9, \"width\": 8}} | images of 8x9",
        "{\"resample\": 1} | resample 1 is not supported",
        "{\"resample\": \"bicubic\"} | resample",
        "{\"size\": 0} | size is 0",
        "{\"size\": {\"shortest_edge\": 99999999}} | size.shortest_edge is 99999999",
        "{\"size\": {\"longest_edge\": 9}} | it needs shortest_edge",
        "{\"crop_size\": \"big\"} | crop_size is \"big\"",
        "{\"image_mean\": [1, 2]} | image_mean is [1,2]",
        "{\"image_std\": [1, 0, 1]} | no finite pixel values",
        "{\"image_std\": [1, \"x\", 1]} | no finite pixel values",
        "{\"rescale_factor\": 0} | no finite pixel values"
      })
  void filesThatCannotBe(String json, String message) {
    PeriodException e = assertThrows(PeriodException.class, () -> of(json, 336));
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  /** Without a crop, and with one length only, the result depends on the image. */
  @Test
  void imagesThatDoNotFit() throws Exception {
    ImagePreprocessor preprocessor = of("{\"do_center_crop\": false}", 56);
    assertEquals(3 * 56 * 56, preprocessor.pixels(new RgbImage(new byte[300], 10, 10)).length);
    PeriodException e =
        assertThrows(PeriodException.class, () -> preprocessor.pixels(image("img_96x70")));
    assertEquals(Kind.INPUT, e.kind());
  }
}
