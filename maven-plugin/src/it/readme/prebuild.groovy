def readme = new File(basedir, '../../../../README.md').text
def snippets = [:]
(readme =~ /(?s)<!-- snippet: (\S+) -->\n```\w+\n(.*?)```/).each { all, name, text -> snippets[name] = text }
assert snippets.keySet() == ['pom', 'com/acme/migrations/AddUserPreferences.java', 'com/acme/Start.java'] as Set

def pom = new File(basedir, 'pom.xml')
pom.text = pom.text.replace("<!-- README's snippet comes here -->", snippets.remove('pom'))
snippets.each { name, text ->
    def file = new File(basedir, "src/main/java/$name")
    file.parentFile.mkdirs()
    file.text = text
}
new File(basedir, 'src/main/java/com/acme/migrations/InitialSchema.java').text = '''
package com.acme.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

@Migration(id = "001_initial_schema", description = "Users", version = "1.0.0")
public final class InitialSchema implements PostgresMigration {
    @Override
    public void up(PostgresContext db) {
        db.execute("CREATE TABLE users (id bigint PRIMARY KEY)");
    }
}
'''
true
