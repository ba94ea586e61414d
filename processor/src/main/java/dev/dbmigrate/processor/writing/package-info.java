/** From the checked model to generated classes and resources. */
@NullMarked
package dev.dbmigrate.processor.writing;

import org.jspecify.annotations.NullMarked;
