/** Which migrations are released, and so must not change. */
@NullMarked
package dev.dbmigrate.processor.lock;

import org.jspecify.annotations.NullMarked;
