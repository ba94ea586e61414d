def log = new File(basedir, 'build.log').text
assert log.contains('Applied 2 migrations on 1 database in ')
assert log.contains('003_add_user_preferences on postgres')
true
