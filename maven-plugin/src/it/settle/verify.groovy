import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
def json = { name -> new JsonSlurper().parse(new File(basedir, "target/${name}.json")) }

// baseline: never everything by default; shown first; written; again is nothing
assert log.contains('[DBM-R001] say up to where the existing databases are to be taken as migrated:')
assert log =~ /Would adopt 1 migration in this order \(postgres\):/
assert log =~ /baselined   001_initial_schema on postgres/
assert log =~ /Took 1 migration as applied, without running, on 1 database in /
assert log =~ /001_initial_schema  BASELINE  1\.0\.0/
assert log.contains('Nothing to adopt.')
def dry = json('baseline-dry')
assert dry.formatVersion == 1 && dry.success && dry.dryRun && dry.goal == 'baseline'
assert dry.parts*.id == ['001_initial_schema']
assert json('baseline').parts == [] && json('baseline').goal == 'baseline'

// unlock with nobody holding
assert log.contains('Nobody holds the lease. Nothing to unlock.')
assert json('unlock') == [formatVersion: 1, success: true, goal: 'unlock', unlocked: false]

// in doubt: which migration, where in the sources, which step, why; nothing more runs; the same again
assert log.contains('[DBM-R031] 002_copy_users (com/acme/migrations/CopyUsers.java:13) failed on postgres:')
assert log.contains("step 1 'copy' failed, and nobody can know how far it came: IllegalStateException: the power went")
assert log.contains("002_copy_users is in doubt on postgres: step 1 'copy' failed, and nobody can know how far it came")
def doubt = json('in-doubt')
assert !doubt.success && doubt.error.id == 'DBM-R031' && doubt.error.exitCode == 5
assert doubt.error.message.contains("step 1 'copy' failed")
// the command as it is printed is the one that was typed, with what a person puts in
def printed = { id -> (log =~ /(?s)mvn (dbmigrate:repair -Ddbmigrate\.migration=${id} .*?-Ddbmigrate\.decision=)DECISION/)[0][1] }
def typed = new File(basedir, 'invoker.properties').readLines()
['002_copy_users': 'continue', '003_greet_users': 'retry'].each { id, decision ->
    def command = printed(id).replaceAll(/\\\s*\n(\[ERROR\])?\s*/, '').replace('"…"', 'looked') + decision
    assert typed.any { it.replaceFirst(/^invoker\.goals\.\d+ = /, '').startsWith(command) }
}
assert log.contains('[DBM-R001] say which migration, what stands, and how you know:')
assert log.contains('002_copy_users is settled: the next run goes on after the interrupted step.')
assert json('repair') == [formatVersion: 1, success: true, goal: 'repair', migration: '003_greet_users', decision: 'RETRY']
// continued: not copied twice; retried: greeted once each
assert log.contains("step 'copy' was done by an earlier try")
assert log.contains('002_copy_users on postgres: 2 people')
assert log =~ /IN_DOUBT 003_greet_users on postgres/
assert log.contains('[DBM-R040] history and code disagree: 1 finding, listed above')
assert log.contains('003_greet_users on postgres: greeted 2 times')
assert log.contains('Valid: 3 migrations compared, history and code agree.')
assert log.contains('[DBM-R003] 003_greet_users is not in doubt: there is nothing to repair.')

// -q: the report without Maven's prefix
def quiet = log.readLines().findAll { it ==~ /postgres {2}00\d_.* (BASELINE|APPLIED) .*/ }
assert quiet.size() == 3
assert log.readLines().any { it =~ /^(\u001b\[0m)*postgres \(home\)  version 1\.2\.0  3 applied/ }
assert !log.contains('\tat ')
true
