@NullMarked
package dev.period.data.synthetic;

import org.jspecify.annotations.NullMarked;
