import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
assert log.contains('[DBM-R001] the migrations are not compiled')
assert log.contains('Type: mvn compile dbmigrate:apply')
assert log.contains('[DBM-R001] no database is configured.')
assert log.contains('[DBM-R001] dbmigrate.format=xml cannot be read: write text or json')
assert log.contains('there is no parameter -Ddbmigrate.postgres.ulr on the command line; did you mean dbmigrate.postgres.url?')
assert log.contains('[DBM-R050]') && log.contains('InitialSchema.java exists and is left as it is')
assert log.contains("[DBM-R001] there is no kind 'oracle' to write a class for")
assert log.contains('[DBM-R001] dbmigrate.last=many cannot be read: write a number from 1')
assert log.contains('[DBM-R001] dbmigrate.embedded=yes cannot be read: write true or false')
assert log.contains('[DBM-R060] cannot start the embedded servers:')
assert log.contains('begin anew with mvn dbmigrate:embedded-wipe, or give the URL of a server of your own')
assert !log.contains('hidden-in-the-url')
assert !log.contains('\tat ')
assert new File(basedir, 'src/main/java/com/acme/InitialSchema.java').text.contains('CREATE TABLE users')

def error = new JsonSlurper().parse(new File(basedir, 'error.json'))
assert error.formatVersion == 1
assert !error.success
assert error.error.id == 'DBM-R010'
assert error.error.exitCode == 6
assert !error.error.message.contains('hidden-in-the-url')

['not-compiled.json': 'the migrations are not compiled', 'unknown.json': 'did you mean dbmigrate.postgres.url?'].each { file, text ->
    def early = new JsonSlurper().parse(new File(basedir, file))
    assert early.formatVersion == 1 && !early.success && early.goal == 'status'
    assert early.error.id == 'DBM-R001' && early.error.exitCode == 2
    assert early.error.message.contains(text)
}
true
