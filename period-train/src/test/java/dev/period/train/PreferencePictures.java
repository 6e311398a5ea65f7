package dev.period.train;

import dev.period.data.qa.PreferenceFile;
import dev.period.data.qa.PreferencePair;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Pairs of answers about pictures, which decode to the same bytes on every machine. */
final class PreferencePictures {
  private PreferencePictures() {}

  /** Writes {@code n} pictures and a file of as many pairs. */
  static Path write(Path folder, int n) throws IOException {
    Files.createDirectories(folder);
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      ImageIO.write(picture(i), "png", folder.resolve(i + ".png").toFile());
      pairs.add(
          new PreferencePair(
              "pair" + i,
              i + ".png",
              null,
              null,
              i % 2 == 0 ? "How many reps?" : "Please count how often the motion happens.",
              "I count " + (i + 2) + " repetitions.",
              "There are " + (3 * i + 5) + " repetitions.",
              i + 2));
    }
    Path file = folder.resolve("pairs.jsonl");
    PreferenceFile.write(file, pairs);
    return file;
  }

  private static BufferedImage picture(int i) {
    BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 48; x++) {
        image.setRGB(x, y, (x * (i + 1) & 0xFF) << 16 | (y * 5 & 0xFF) << 8 | (40 * i & 0xFF));
      }
    }
    return image;
  }
}
