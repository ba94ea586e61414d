import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def lines = log.readLines()

// plan: the order and why
assert log.contains('1  001_initial_schema        postgres  1.0.0    Users')
assert log.contains('waits for 001_initial_schema (dependsOn)')
// apply: each part as it happens, the migration's own log line, a summary
assert log.contains('001_initial_schema on postgres: the table of users is new')
assert log =~ /applied {5}002_add_user_preferences on postgres \(\d+ ms\)/
assert log =~ /Applied 2 migrations on 1 database in /
assert log.contains('Nothing to apply.')
// validate, health
assert log.contains('Valid: 2 migrations compared, history and code agree.')
assert log =~ /OK {2}postgres at jdbc:postgresql:.*\(home of the history\)/
// rollback and what refuses
assert log =~ /rolled back 002_add_user_preferences on postgres/
assert log =~ /002_add_user_preferences {2}ROLLED_BACK/
assert log.contains("[DBM-R003] there is no migration '001_inital_schema'. Did you mean 001_initial_schema?")
assert log.contains('[DBM-R001] nothing was selected to be rolled back.')
// a new class compiles, and is not applied before it is written
assert log.contains('Created src/main/java/com/acme/migrations/AddSessionTags.java')
assert log.contains('id 003_add_session_tags, version 1.2.0, depends on com.acme.migrations.AddUserPreferences')
assert log.contains('003_add_session_tags: write up(PostgresContext) first')
assert log =~ /postgres {2}003_add_session_tags {6}FAILED/
// tables fit; SLF4J is quiet; user errors have no stack trace
assert lines.findAll { it ==~ /\[INFO\] (postgres|database) .*/ }.every { it.length() <= 100 }
assert !log.contains('SLF4J')
assert !log.contains('\tat ')
assert !log.contains('\u001b[3')
// embedded servers
assert log.contains('The embedded servers are stopped; their data stays in')
assert !new File(basedir, 'target/dbmigrate-embedded/postgres').exists()
assert log.contains('The embedded servers are stopped and their data is deleted.')

def status = new JsonSlurper().parse(new File(basedir, 'target/status.json'))
assert status.keySet().first() == 'formatVersion'
assert status.formatVersion == 1
assert status.success
assert status.databases*.currentVersion == ['1.1.0']
assert status.migrations*.id == ['001_initial_schema', '002_add_user_preferences']
assert status.migrations*.state == ['APPLIED', 'APPLIED']
assert status.migrations.every { it.checksum.startsWith('v1:') && it.checksum == it.appliedChecksum }

// a dry run as JSON on the console: one block without prefixes
def block = lines.dropWhile { it != '{' }.takeWhile { it != '}' }.join('\n') + '\n}'
def dryRun = new JsonSlurper().parseText(block)
assert dryRun.formatVersion == 1 && dryRun.dryRun
assert dryRun.parts*.id == ['002_add_user_preferences']
assert dryRun.parts[0].direction == 'UP'
true
