package dev.period.core.image;

/** Where the centre of an image is when the margins cannot be equal. */
public enum CropRounding {
  /** Hugging Face: down. */
  DOWN {
    @Override
    long start(long size, int crop) {
      return Math.floorDiv(size - crop, 2);
    }

    @Override
    int padding(long size, int crop) {
      return Math.toIntExact((crop - size + 1) / 2);
    }
  },
  /** torchvision, and so OpenAI's own code: to the even neighbour. */
  HALF_EVEN {
    @Override
    long start(long size, int crop) {
      return Math.round(Math.rint((size - crop) / 2.0));
    }

    @Override
    int padding(long size, int crop) {
      return Math.toIntExact((crop - size) / 2);
    }
  };

  /** The first row or column that is kept of an image that is larger than the crop. */
  abstract long start(long size, int crop);

  /** Black rows or columns before an image that is smaller than the crop. */
  abstract int padding(long size, int crop);
}
