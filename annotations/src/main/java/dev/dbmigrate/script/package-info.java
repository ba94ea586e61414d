/** Script files as the compiler and the runtime both read them: what was checked is what is run. */
@NullMarked
package dev.dbmigrate.script;

import org.jspecify.annotations.NullMarked;
