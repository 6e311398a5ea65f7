package dev.period.train;

/**
 * The processes that train one model together. Each of them takes other micro-batches of every
 * step.
 */
interface Processes {
  /** This process alone. */
  Processes ONE =
      new Processes() {
        @Override
        public int rank() {
          return 0;
        }

        @Override
        public int count() {
          return 1;
        }

        @Override
        public double[] sum(double[] values) {
          return values;
        }
      };

  /** The number of this process, from 0. */
  int rank();

  /** How many there are. */
  int count();

  /** Element-wise sums over all processes, the same on each; every process has to call it. */
  double[] sum(double[] values);
}
