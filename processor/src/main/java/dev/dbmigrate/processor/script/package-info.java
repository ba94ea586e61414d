/** Script files: from the files of a folder to generated migrations. */
@NullMarked
package dev.dbmigrate.processor.script;

import org.jspecify.annotations.NullMarked;
