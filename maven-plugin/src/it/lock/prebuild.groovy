def sum = 'v1:' + '0' * 64
def line = { id, version -> "${id} postgres ${version} ${sum} -\n" }
def merged = new File(basedir, 'merged')
merged.mkdirs()
def sides = { ours, theirs ->
    "<<<<<<< HEAD\ndbmigrate-lock 1 sha256:${'1' * 64}\n=======\ndbmigrate-lock 1 sha256:${'2' * 64}\n>>>>>>> feature\n" +
            line('001_a', '1.0.0') + "<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> feature\n"
}
new File(merged, 'dbmigrate.lock').text = sides(line('010_ours', '1.1.0'), line('002_theirs', '1.1.0'))
new File(merged, 'contradiction.lock').text = sides(line('002_b', '1.1.0'), line('002_b', '1.2.0'))
true
