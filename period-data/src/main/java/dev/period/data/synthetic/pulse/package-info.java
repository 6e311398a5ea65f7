/**
 * The micro world: skin in which a heart beats, with exact beats. As rendered faces and, much
 * faster, as the colour traces that such faces would give.
 */
@NullMarked
package dev.period.data.synthetic.pulse;

import org.jspecify.annotations.NullMarked;
