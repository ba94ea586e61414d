/** MongoDB behind the runtime's SPI; nothing here is for use by other packages. */
@NullMarked
package dev.dbmigrate.mongodb.internal;

import org.jspecify.annotations.NullMarked;
