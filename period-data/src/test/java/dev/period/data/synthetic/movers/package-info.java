@NullMarked
package dev.period.data.synthetic.movers;

import org.jspecify.annotations.NullMarked;
