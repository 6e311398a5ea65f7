package dev.period.data.rotnist;

import dev.period.core.PeriodException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The images of MNIST, from its IDX files, packed by gzip or not. */
public final class IdxImages implements DigitImages {
  private static final int MAGIC = 0x00000803;
  private static final int PIXELS = SIZE * SIZE;
  private static final int MAX_IMAGES = 300_000;

  private final byte[] pixels;
  private final int images;

  private IdxImages(byte[] pixels) {
    this.pixels = pixels;
    this.images = pixels.length / PIXELS;
  }

  /**
   * Reads the images of a split.
   *
   * @param folder with {@code train-images-idx3-ubyte} and {@code t10k-images-idx3-ubyte}; a dot
   *     may stand for the second dash, and {@code .gz} may follow
   * @param train whether the images for training are wanted
   * @throws PeriodException of kind INPUT if there is no such file or it is broken
   */
  public static IdxImages read(Path folder, boolean train) {
    String stem = train ? "train-images" : "t10k-images";
    List<String> names =
        List.of(
            stem + "-idx3-ubyte",
            stem + ".idx3-ubyte",
            stem + "-idx3-ubyte.gz",
            stem + ".idx3-ubyte.gz");
    for (String name : names) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        return read(file);
      }
    }
    throw new PeriodException(
        PeriodException.Kind.INPUT,
        "%s has no %s; leave --data out to use digits of our own drawing"
            .formatted(folder, names.get(0)));
  }

  static IdxImages read(Path file) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream in =
            file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw) {
      ByteBuffer header = ByteBuffer.wrap(in.readNBytes(16));
      if (header.remaining() < 16 || header.getInt() != MAGIC) {
        throw broken(file, "is not an IDX file of images");
      }
      int images = header.getInt();
      int height = header.getInt();
      int width = header.getInt();
      if (height != SIZE || width != SIZE) {
        throw broken(file, "has images of %dx%d pixels, not 28x28".formatted(width, height));
      }
      if (images < 1 || images > MAX_IMAGES) {
        throw broken(file, "claims %d images".formatted(images));
      }
      // Only what is really there takes memory: readNBytes grows as it reads.
      byte[] pixels = in.readNBytes(images * PIXELS);
      if (pixels.length < images * PIXELS) {
        throw broken(file, "is cut off");
      }
      return new IdxImages(pixels);
    } catch (EOFException e) {
      throw broken(file, "is cut off");
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot read %s (%s)".formatted(file, e), e);
    }
  }

  @Override
  public byte[] image(long index) {
    int at = (int) (index % images) * PIXELS;
    return Arrays.copyOfRange(pixels, at, at + PIXELS);
  }

  /** How many images there are. */
  public int size() {
    return images;
  }

  /** Those from {@code first} (included) to {@code end} (excluded), of which there is one. */
  public DigitImages range(int first, int end) {
    Objects.checkFromToIndex(first, end, images);
    return index -> image(first + index % (end - first));
  }

  private static PeriodException broken(Path file, String problem) {
    return new PeriodException(PeriodException.Kind.INPUT, file + " " + problem);
  }
}
