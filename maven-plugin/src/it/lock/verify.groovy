import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
assert log.contains('Released 2 migrations in src/main/resources/META-INF/dbmigrate.lock:')
assert log.contains('Commit it: git add src/main/resources/META-INF/dbmigrate.lock')

def again = new JsonSlurper().parse(new File(basedir, 'again.json'))
assert again.success && again.goal == 'lock' && !again.written && again.added == [] && again.released == 2

assert log.contains('AddNames.java:[12,14] [DBM-C072] 002_add_names is released (dbmigrate.lock:3)')
assert log.contains('add -Ddbmigrate.reason=')

def relocked = new JsonSlurper().parse(new File(basedir, 'relocked.json'))
assert relocked.relocked == ['002_add_names'] && relocked.reason == 'never-deployed' && relocked.written

def lines = new File(basedir, 'src/main/resources/META-INF/dbmigrate.lock').readLines()
assert lines.size() == 3
assert lines[0] ==~ /dbmigrate-lock 1 sha256:[0-9a-f]{64}/
assert lines[1] ==~ /001_initial_schema postgres 1\.0\.0 v1:[0-9a-f]{64} -/
assert lines[2] ==~ /002_add_names postgres 1\.1\.0 v1:[0-9a-f]{64} 001_initial_schema/

assert log.contains('Mended merged/dbmigrate.lock: 3 migrations of both branches.')
def mended = new File(basedir, 'merged/dbmigrate.lock').readLines()
assert mended.drop(1).collect { it.split(' ')[0] } == ['001_a', '002_theirs', '010_ours']
assert log.contains('[DBM-R045]') && log.contains('the branches have released 002_b differently: line 8 says')
assert new File(basedir, 'merged/contradiction.lock').text.startsWith('<<<<<<<')
true
