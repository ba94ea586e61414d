/** What the processor has to say: every message, and the report that carries them. */
@NullMarked
package dev.dbmigrate.processor.diagnostic;

import org.jspecify.annotations.NullMarked;
