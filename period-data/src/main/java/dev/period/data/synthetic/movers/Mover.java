package dev.period.data.synthetic.movers;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Something that pops up, and how it is called.
 *
 * @param colour one of four, strong enough to be told apart under any light
 * @param shape one of three
 */
record Mover(Colour colour, Shape shape) {
  /** Red, green and blue from 0 to 255. */
  enum Colour {
    RED(225, 35, 35),
    GREEN(35, 190, 60),
    BLUE(45, 80, 235),
    YELLOW(240, 220, 40);

    private final int red;
    private final int green;
    private final int blue;

    Colour(int red, int green, int blue) {
      this.red = red;
      this.green = green;
      this.blue = blue;
    }

    /** Its red, green or blue, by number. */
    int channel(int channel) {
      return channel == 0 ? red : channel == 1 ? green : blue;
    }
  }

  /** Which points it covers, of a square that reaches from -1 to 1 in both directions. */
  enum Shape {
    SQUARE {
      @Override
      boolean covers(double x, double y) {
        return true;
      }
    },
    DISC {
      @Override
      boolean covers(double x, double y) {
        return x * x + y * y <= 1;
      }
    },
    TRIANGLE {
      @Override
      boolean covers(double x, double y) {
        return Math.abs(x) <= (y + 1) / 2;
      }
    };

    abstract boolean covers(double x, double y);
  }

  /** Two movers of different colours. */
  static List<Mover> two(RandomGenerator rng) {
    Colour[] colours = Colour.values();
    int first = rng.nextInt(colours.length);
    int second = (first + 1 + rng.nextInt(colours.length - 1)) % colours.length;
    return List.of(new Mover(colours[first], shape(rng)), new Mover(colours[second], shape(rng)));
  }

  private static Shape shape(RandomGenerator rng) {
    Shape[] shapes = Shape.values();
    return shapes[rng.nextInt(shapes.length)];
  }

  /** As a question calls it, for example {@code red square}. */
  String name() {
    return (colour + " " + shape).toLowerCase(Locale.ROOT);
  }
}
