@NullMarked
package dev.period.data.synthetic.pulse;

import org.jspecify.annotations.NullMarked;
