/** How each server is unpacked, started, watched and ended. Not an interface for users. */
@NullMarked
package dev.dbmigrate.testkit.internal;

import org.jspecify.annotations.NullMarked;
