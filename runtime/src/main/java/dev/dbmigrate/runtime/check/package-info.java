/** {@code dbmigrate:check}: the compiler's findings for a pull request, without a server and without compiled classes. */
@NullMarked
package dev.dbmigrate.runtime.check;

import org.jspecify.annotations.NullMarked;
