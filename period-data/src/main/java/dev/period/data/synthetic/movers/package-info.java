/**
 * Two movers in one picture, of which a question names one: a world in which nobody can count
 * without looking at what is asked about.
 */
@NullMarked
package dev.period.data.synthetic.movers;

import org.jspecify.annotations.NullMarked;
