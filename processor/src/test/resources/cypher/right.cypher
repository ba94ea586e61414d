// constraints of every kind
CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE

CREATE CONSTRAINT user_email IF NOT EXISTS FOR (u:User) REQUIRE u.email IS UNIQUE

CREATE CONSTRAINT person_name IF NOT EXISTS FOR (p:Person) REQUIRE p.name IS UNIQUE

CREATE CONSTRAINT movie_title IF NOT EXISTS FOR (m:Movie) REQUIRE (m.title, m.released) IS UNIQUE

CREATE CONSTRAINT city_key IF NOT EXISTS FOR (c:City) REQUIRE (c.name, c.country) IS NODE KEY

CREATE CONSTRAINT isbn_key IF NOT EXISTS FOR (b:Book) REQUIRE b.isbn IS NODE KEY

CREATE CONSTRAINT book_isbn IF NOT EXISTS FOR (b:Book) REQUIRE b.isbn IS NODE UNIQUE

CREATE CONSTRAINT bought_order IF NOT EXISTS FOR ()-[r:BOUGHT]-() REQUIRE r.order IS UNIQUE

CREATE CONSTRAINT sequel_order IF NOT EXISTS FOR ()-[s:SEQUEL_OF]-() REQUIRE (s.order, s.seriesTitle) IS RELATIONSHIP UNIQUE

CREATE CONSTRAINT owns_key IF NOT EXISTS FOR ()-[o:OWNS]->() REQUIRE (o.ownershipId) IS RELATIONSHIP KEY

CREATE CONSTRAINT author_name IF NOT EXISTS FOR (a:Author) REQUIRE a.name IS NOT NULL

CREATE CONSTRAINT wrote_year IF NOT EXISTS FOR ()-[w:WROTE]-() REQUIRE w.year IS NOT NULL

CREATE CONSTRAINT movie_title_type IF NOT EXISTS FOR (m:Movie) REQUIRE m.title IS :: STRING

CREATE CONSTRAINT movie_tagline IF NOT EXISTS FOR (m:Movie) REQUIRE m.tagline IS :: STRING | LIST<STRING NOT NULL>

CREATE CONSTRAINT part_of IF NOT EXISTS FOR ()-[p:PART_OF]-() REQUIRE p.order IS TYPED INTEGER

CREATE CONSTRAINT tenant_key IF NOT EXISTS FOR (t:Tenant) REQUIRE t.key IS UNIQUE OPTIONS { indexProvider: 'range-1.0' }

CREATE CONSTRAINT `session id` IF NOT EXISTS FOR (s:`Login Session`) REQUIRE s.`session id` IS UNIQUE

DROP CONSTRAINT user_email IF EXISTS

DROP CONSTRAINT wrote_year

SHOW CONSTRAINTS

SHOW UNIQUE CONSTRAINTS YIELD name, labelsOrTypes WHERE name STARTS WITH 'user' RETURN name

// indexes of every kind
CREATE INDEX user_name IF NOT EXISTS FOR (u:User) ON (u.name)

CREATE RANGE INDEX user_age IF NOT EXISTS FOR (u:User) ON (u.age)

CREATE INDEX person_names IF NOT EXISTS FOR (p:Person) ON (p.surname, p.firstname)

CREATE INDEX knows_since IF NOT EXISTS FOR ()-[k:KNOWS]-() ON (k.since)

CREATE TEXT INDEX user_nick IF NOT EXISTS FOR (u:User) ON (u.nick)

CREATE TEXT INDEX likes_note IF NOT EXISTS FOR ()-[l:LIKES]-() ON (l.note)

CREATE POINT INDEX place_at IF NOT EXISTS FOR (p:Place) ON (p.location)

CREATE POINT INDEX place_in IF NOT EXISTS FOR (p:Place) ON (p.area) OPTIONS { indexConfig: { `spatial.cartesian.min`: [-100.0, -100.0], `spatial.cartesian.max`: [100.0, 100.0] } }

CREATE LOOKUP INDEX node_labels IF NOT EXISTS FOR (n) ON EACH labels(n)

CREATE LOOKUP INDEX rel_types IF NOT EXISTS FOR ()-[r]-() ON EACH type(r)

CREATE FULLTEXT INDEX titles IF NOT EXISTS FOR (n:Movie|Book) ON EACH [n.title, n.description]

CREATE FULLTEXT INDEX notes IF NOT EXISTS FOR ()-[r:RATED|REVIEWED]-() ON EACH [r.note] OPTIONS { indexConfig: { `fulltext.analyzer`: 'english', `fulltext.eventually_consistent`: true } }

CREATE VECTOR INDEX embeddings IF NOT EXISTS FOR (m:Movie) ON m.embedding OPTIONS { indexConfig: { `vector.dimensions`: 1536, `vector.similarity_function`: 'cosine' } }

CREATE VECTOR INDEX links IF NOT EXISTS FOR ()-[r:SIMILAR]-() ON (r.embedding) OPTIONS { indexConfig: { `vector.dimensions`: 768 } }

DROP INDEX user_nick IF EXISTS

DROP INDEX titles

SHOW INDEXES

SHOW FULLTEXT INDEXES YIELD name, state

SHOW INDEXES YIELD name, type WHERE type = 'VECTOR' RETURN count(*) AS vectors

CALL db.awaitIndexes(300)

CALL db.awaitIndex('user_name')

CALL db.index.fulltext.queryNodes('titles', 'matrix~') YIELD node, score RETURN node.title, score LIMIT 10

CALL db.index.vector.queryNodes('embeddings', 10, $embedding) YIELD node, score RETURN node, score

CALL db.labels() YIELD label RETURN collect(label)

// reads
MATCH (n:User) RETURN count(n)

MATCH (n:User {id: $id}) RETURN n.name AS name, n.age

MATCH (u:User)-[:KNOWS]->(f:User)-[:KNOWS]->(fof) WHERE u.id = $id AND NOT (u)-[:KNOWS]->(fof) RETURN DISTINCT fof.name ORDER BY fof.name SKIP 10 LIMIT 5

MATCH (u:User)<--(x) RETURN x

MATCH (a:User) -- (b:User) RETURN a, b LIMIT 3

MATCH (a:User)
--(b:User)-->(c)
RETURN a.name, b.name, c

MATCH p = (a:User {id: 1})-[:KNOWS*1..5]->(b:User) RETURN [n IN nodes(p) | n.name] AS names

MATCH p = shortestPath((a:User {id: 1})-[:KNOWS*]-(b:User {id: 2})) RETURN length(p)

MATCH p = ANY SHORTEST (a:User {id: 1})-[:KNOWS]->{1,5}(b:User) RETURN p

MATCH ((a:Stop)-[:NEXT]->(b:Stop WHERE b.open)){1,10} RETURN count(*)

MATCH (u:User|Admin&!Banned) RETURN u

MATCH (n) WHERE n:User OR n:Admin RETURN labels(n)

MATCH (n) WHERE n.email IS NOT NULL RETURN n

MATCH (n) WHERE n.name =~ '(?i)dan.*' AND n.age % 2 = 0 RETURN n

MATCH (u:User) WHERE u.score - -1 > 3 RETURN u.score --1

MATCH (u:User) WHERE EXISTS { (u)-[:KNOWS]->(:User) } RETURN u

MATCH (u:User) WHERE exists((u)-[:KNOWS]->()) RETURN u

MATCH (u:User) WHERE COUNT { (u)-[:KNOWS]->(:User) } > 3 RETURN u.name

MATCH (u:User) RETURN u { .name, .age, friends: [(u)-[:KNOWS]->(f) | f.name] } AS user

MATCH (u:User) RETURN u.name, COLLECT { MATCH (u)-[:OWNS]->(d:Dog) RETURN d.name } AS dogs

MATCH (n:User) WITH n.city AS city, count(*) AS people WHERE people > 100 RETURN city, people

MATCH (n:User) RETURN CASE n.kind WHEN 'a' THEN 1 WHEN 'b' THEN 2 ELSE 0 END AS kind

MATCH (n:User) RETURN CASE WHEN n.age < 18 THEN 'minor' ELSE 'adult' END AS kind

MATCH (a:User), (a)-[:KNOWS]->(b:User) RETURN a, b

MATCH (a:User {id: 1}), (b:User {id: 2}) RETURN a, b

MATCH (a:User), (b:Plan) WHERE a.planCode = b.code RETURN a, b

MATCH (a:User), (b:Plan) WHERE a.id = $user AND b.code IN $codes RETURN a, b

MATCH (a:User), (b:Tenant {key: 'acme'}) RETURN a.name, b.key

MATCH (a:User) MATCH (b:Plan {code: a.planCode}) RETURN a, b

OPTIONAL MATCH (n:Missing) RETURN n

MATCH (n:User) RETURN n.name AS name UNION MATCH (m:Admin) RETURN m.name AS name

MATCH (n:User) RETURN n.name AS name UNION ALL MATCH (m:Admin) RETURN m.name AS name

UNWIND range(1, 10) AS i RETURN i * i AS square

RETURN point({longitude: 12.5, latitude: 41.9}) AS place, duration({days: 3}) AS time, datetime('2025-01-15T10:00:00Z') AS at

RETURN reduce(sum = 0, x IN [1, 2, 3] | sum + x) AS sum, any(x IN [1, 2] WHERE x > 1) AS some

RETURN 'a -- b' AS text, "it's; fine" AS other, 'don\'t' AS third, `odd name` AS odd

RETURN 1 AS x // -- no comment of SQL; nor a second statement

MATCH (n:User) /* -- ; not
a statement */ RETURN n LIMIT 1

RETURN [x IN range(0, 9) WHERE x % 2 = 0 | x ^ 2] AS squares, [1, 2, 3][0..2] AS part, {a: 1}.a AS a

RETURN $parameter + 1 AS next, $`odd parameter` AS odd

CYPHER 5 MATCH (n:User) RETURN n LIMIT 1

CYPHER runtime=slotted MATCH (n:User) RETURN n LIMIT 1

CYPHER 25 MATCH (n:User) LET x = n.age + 1 FILTER x > 3 RETURN x

EXPLAIN MATCH (n:User) RETURN n

PROFILE MATCH (n:User) RETURN n

USE neo4j MATCH (n:User) RETURN n

SHOW TRANSACTIONS YIELD transactionId, username WHERE username = 'app' RETURN transactionId

SHOW FUNCTIONS YIELD name RETURN name

// creating
CREATE (:Plan {code: 'free', price: 0})

CREATE (a:Category {name: 'root'}), (b:Category {name: 'leaf'}), (a)-[:HAS]->(b)

CREATE (p:Place {name: 'Rome', location: point({longitude: 12.5, latitude: 41.9}), since: date('2025-01-01'), tags: ['a', 'b'], scores: [1, 2.5]})

CREATE (e:Event {at: datetime(), took: duration({seconds: 3}), size: size([1, 2]), first: [{a: 1}][0].a})

CREATE p = (:Company {name: 'Acme'})-[:LOCATED_IN {since: 2001}]->(:Site {name: 'HQ'}) RETURN p

MATCH (t:Tenant {key: 'acme'}) CREATE (t)-[:HAS]->(:Setting {name: 'theme', value: 'dark'})

MATCH (a:User {id: 1}), (b:Plan {code: 'free'}) MERGE (a)-[:HAS]->(b)

MATCH (a:User {id: 1}), (b:Product {sku: 'x'}) CREATE (a)-[:BOUGHT {at: datetime(), price: 3}]->(b)

MATCH (u:User {id: $id}) WHERE NOT (u)-[:HAS]->(:Profile) MATCH (p:Profile {id: $id}) CREATE (u)-[:HAS]->(p)

UNWIND $rows AS row CREATE (u:Import {line: row.line}) SET u += row.properties

UNWIND [{name: 'a', rank: 1}, {name: 'b', rank: 2}] AS row CREATE (l:Level {name: row.name, rank: row.rank})

LOAD CSV WITH HEADERS FROM 'file:///people.csv' AS row FIELDTERMINATOR ';' MERGE (p:Person {name: row.name}) SET p.born = toInteger(row.born)

LOAD CSV FROM $url AS row WITH row SKIP 1 CREATE (:Line {a: row[0], b: toFloat(row[1])})

INSERT (:Level {name: 'c'})-[:ABOVE]->(:Level {name: 'd'})

// merging
MERGE (u:User {id: $id})

MERGE (u:User {id: 1}) ON CREATE SET u.created = datetime() ON MATCH SET u.seen = timestamp()

MERGE (c:City {name: 'Rome', country: 'IT'}) SET c.population = 2800000

MERGE (u:User {email: 'a@example.org', tenant: 'x'}) RETURN u

MERGE (p:Person:Author {name: 'Ann'})

MATCH (a:User {id: 1}) MERGE (a)-[:HAS]->(c:City {name: 'Rome', country: 'IT'})

MATCH (a:User)-[:LIVES_IN]->(c:City) MERGE (a)-[r:KNOWS_CITY]->(c) ON CREATE SET r.since = date()

MERGE (:Counter)

UNWIND $names AS name MERGE (p:Person {name: name})

FOREACH (name IN ['a', 'b', 'c'] | MERGE (:Person {name: name}))

// changing
MATCH (u:User {type: 'premium'}) SET u:PremiumUser

MATCH (u:User) WHERE u.score IS NULL SET u.score = 0.0, u.tags = [], u.level = 'new'

MATCH (u:User {id: 1}) SET u = {id: 1, name: 'Dana', tags: ['a']}

MATCH (u:User {id: 1}) SET u += $properties

MATCH (u:User {id: 1}) SET u.place = point({x: 1, y: 2}), u.until = datetime() + duration({days: 30})

MATCH (u:User {id: 1}) SET u.level = CASE WHEN u.score > 3 THEN 'high' ELSE 'low' END, u.nick = coalesce(u.nick, u.name)

MATCH (u:User {id: 1}) SET u.count = {a: 1, b: 2}[u.kind], u.size = size({a: 1}.a)

MATCH (u:User {id: 1}) SET (CASE WHEN u.age > 3 THEN u END).old = true

MATCH (u:User {id: 1}) SET u.json = '{"a": {"b": 1}}'

MATCH (u:User {id: 1}) REMOVE u.nick, u:Guest

MATCH (u:User) WITH u LIMIT 1000 SET u.done = true

MATCH (u:User) WITH u ORDER BY u.id LIMIT 10 SET u.first = true RETURN count(u)

MATCH (u:User) WITH u WHERE u.age > 3 REMOVE u.minor

MATCH (u:User {id: 1}) MATCH (u)-[r:KNOWS]->(:User) SET r.checked = true

MATCH (u:User {id: 1})-[:OWNS]->(d) SET d.owned = true

MATCH p = (a:Start {id: 1})-[*]->(b) FOREACH (n IN nodes(p) | SET n.marked = true)

UNWIND $rows AS row MATCH (u:User {id: row.id}) SET u.name = row.name

MATCH (u:User) CALL { WITH u SET u.score = 0 } IN TRANSACTIONS OF 1000 ROWS

MATCH (u:User) CALL (u) { SET u.score = 0 REMOVE u.rank } IN TRANSACTIONS OF 500 ROWS ON ERROR CONTINUE REPORT STATUS AS s RETURN s.committed

MATCH (u:User) CALL (u) { SET u.score = 0 } IN 3 CONCURRENT TRANSACTIONS OF 100 ROWS

MATCH (u:User) CALL (*) { MATCH (u)-[r:OLD]->() DELETE r } IN TRANSACTIONS

MATCH (n:Session) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS

LOAD CSV WITH HEADERS FROM 'file:///a.csv' AS row CALL { WITH row MERGE (p:Person {name: row.name}) } IN TRANSACTIONS OF 500 ROWS

UNWIND range(1, 100) AS page CALL { WITH page MATCH (u:User) WHERE u.page = page SET u.read = true } IN TRANSACTIONS OF 1 ROW

MATCH (u:User)-[old:FRIEND]->(f:User) CALL (u, old, f) { MERGE (u)-[n:KNOWS]->(f) ON CREATE SET n.since = old.since DELETE old } IN TRANSACTIONS

// deleting
MATCH (u:User {id: 1}) DETACH DELETE u

MATCH (u:User) WHERE u.deleted DETACH DELETE u

MATCH (:User {id: 1})-[r:KNOWS]->() DELETE r

MATCH (s:Session) WHERE s.expires < datetime() WITH s LIMIT 10000 DETACH DELETE s

MATCH (n:Temporary {run: $run}) DELETE n

MATCH (a:User)-[r:KNOWS]->(b:User) WHERE id(a) > id(b) DELETE r

MATCH (u:User) WITH u.email AS email, collect(u) AS users WHERE size(users) > 1 FOREACH (double IN tail(users) | DETACH DELETE double)

// subqueries and procedures
MATCH (u:User) CALL { WITH u MATCH (u)-[:KNOWS]->(f) RETURN count(f) AS friends } RETURN u.name, friends

CALL { MATCH (n:User) RETURN n.name AS name UNION MATCH (n:Admin) RETURN n.name AS name } RETURN name ORDER BY name

MATCH (u:User) OPTIONAL CALL (u) { MATCH (u)-[:OWNS]->(d:Dog) RETURN d LIMIT 1 } RETURN u.name, d.name

CALL apoc.periodic.iterate('MATCH (n:User) RETURN n', 'SET n.done = true', {batchSize: 1000})

CALL apoc.refactor.rename.label('Old', 'New')

CALL dbms.components() YIELD name, versions UNWIND versions AS version RETURN name, version

// administration
CREATE DATABASE shop IF NOT EXISTS WAIT

CREATE ROLE migrator IF NOT EXISTS

GRANT MATCH {*} ON GRAPH neo4j TO migrator

CREATE USER app IF NOT EXISTS SET PASSWORD $password CHANGE NOT REQUIRED

ALTER USER app SET STATUS ACTIVE

CREATE ALIAS store IF NOT EXISTS FOR DATABASE shop
