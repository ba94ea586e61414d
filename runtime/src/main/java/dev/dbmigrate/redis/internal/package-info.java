/** The Redis adapter; nothing here is for users. */
@NullMarked
package dev.dbmigrate.redis.internal;

import org.jspecify.annotations.NullMarked;
