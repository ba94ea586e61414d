def log = new File(basedir, 'build.log').text
def password = new File(basedir, 'target/local/settings.xml').text.find(/<password>(.*)<\/password>/) { it[1] }

assert log =~ /applied {5}001_initial_schema on postgres/
assert log.contains('[DBM-R011]')
assert log.contains('[DBM-R001] dbmigrate.postgres.serverId=the-database, but settings.xml has no server of this id.')
assert password.length() > 8
assert !log.contains(password)
assert !log.contains('wrong-and-never-shown')
true
