CREATE FUNCTION item_has_stock() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO item_stock (item_id, on_hand, pickable, reserved, incoming) VALUES (NEW.id, 0, 0, 0, 0); RETURN NEW; END $$
;;
CREATE TRIGGER item_has_stock AFTER INSERT ON item FOR EACH ROW EXECUTE FUNCTION item_has_stock()
;;
CREATE FUNCTION move_checked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM ledger_head AS head WHERE head.id = 1 AND NEW.sequence = head.sequence + 1 AND NEW.previous_hash = head.hash AND NEW.hash = encode(sha256(convert_to(NEW.previous_hash || '|' || coalesce(NEW.sequence::text, '') || '|' || coalesce(NEW.item_id::text, '') || '|' || coalesce(NEW.lot::text, '') || '|' || coalesce(NEW.quantity::text, '') || '|' || coalesce(NEW.from_place_id::text, '') || '|' || coalesce(NEW.to_place_id::text, '') || '|' || coalesce(NEW.kind::text, '') || '|' || coalesce(NEW.document::text, '') || '|' || coalesce(NEW.document_id::text, '') || '|' || coalesce(NEW.line_id::text, '') || '|' || coalesce(NEW.person_id::text, '') || '|' || coalesce(NEW.device::text, '') || '|' || coalesce(to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '') || '|' || coalesce(to_char(NEW.business_date, 'YYYY-MM-DD'), '') || '|' || coalesce(NEW.unit_cost::text, '') || '|' || coalesce(NEW.command_id::text, '') || '|' || coalesce(NEW.reason::text, '') || '|' || coalesce(NEW.reverses::text, ''), 'UTF8')), 'hex')) THEN RAISE EXCEPTION 'TD003 the chain of moves does not fit'; END IF; RETURN NEW; END $$
;;
CREATE TRIGGER move_checked BEFORE INSERT ON move FOR EACH ROW EXECUTE FUNCTION move_checked()
;;
CREATE FUNCTION move_posted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE ledger_head SET sequence = NEW.sequence, hash = NEW.hash WHERE id = 1; INSERT INTO balance (item_id, place_id, lot, physical, pickable, on_hand, reserved) SELECT NEW.item_id, place.id, NEW.lot, CAST(place.physical AS integer), CAST(place.pickable AS integer), 0, 0 FROM place WHERE place.id = NEW.from_place_id ON CONFLICT (item_id, place_id, lot) DO NOTHING; UPDATE balance SET on_hand = on_hand - NEW.quantity WHERE item_id = NEW.item_id AND place_id = NEW.from_place_id AND lot = NEW.lot; INSERT INTO balance (item_id, place_id, lot, physical, pickable, on_hand, reserved) SELECT NEW.item_id, place.id, NEW.lot, CAST(place.physical AS integer), CAST(place.pickable AS integer), 0, 0 FROM place WHERE place.id = NEW.to_place_id ON CONFLICT (item_id, place_id, lot) DO NOTHING; UPDATE balance SET on_hand = on_hand + NEW.quantity WHERE item_id = NEW.item_id AND place_id = NEW.to_place_id AND lot = NEW.lot; UPDATE item_stock SET on_hand = on_hand + NEW.quantity * ((SELECT CAST(physical AS integer) FROM place WHERE id = NEW.to_place_id) - (SELECT CAST(physical AS integer) FROM place WHERE id = NEW.from_place_id)), pickable = pickable + NEW.quantity * ((SELECT CAST(pickable AS integer) FROM place WHERE id = NEW.to_place_id) - (SELECT CAST(pickable AS integer) FROM place WHERE id = NEW.from_place_id)) WHERE item_id = NEW.item_id; RETURN NEW; END $$
;;
CREATE TRIGGER move_posted AFTER INSERT ON move FOR EACH ROW EXECUTE FUNCTION move_posted()
;;
CREATE FUNCTION move_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'TD004 the ledger cannot be changed'; END $$
;;
CREATE TRIGGER move_kept BEFORE UPDATE ON move FOR EACH ROW EXECUTE FUNCTION move_kept()
;;
CREATE FUNCTION move_not_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'TD004 the ledger cannot be changed'; END $$
;;
CREATE TRIGGER move_not_deleted BEFORE DELETE ON move FOR EACH ROW EXECUTE FUNCTION move_not_deleted()
;;
CREATE FUNCTION reservation_made() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.state = 'active' AND NEW.place_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM balance WHERE item_id = NEW.item_id AND place_id = NEW.place_id AND lot = NEW.lot AND pickable = 1) THEN RAISE EXCEPTION 'TD002 nothing lies at that place to reserve'; END IF; UPDATE item_stock SET reserved = reserved + NEW.quantity WHERE item_id = NEW.item_id; UPDATE balance SET reserved = reserved + NEW.quantity WHERE item_id = NEW.item_id AND place_id = NEW.place_id AND lot = NEW.lot AND NEW.state = 'active';  RETURN NEW; END $$
;;
CREATE TRIGGER reservation_made AFTER INSERT ON reservation FOR EACH ROW WHEN (NEW.state = 'active') EXECUTE FUNCTION reservation_made()
;;
CREATE FUNCTION reservation_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.state = 'active' AND NEW.place_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM balance WHERE item_id = NEW.item_id AND place_id = NEW.place_id AND lot = NEW.lot AND pickable = 1) THEN RAISE EXCEPTION 'TD002 nothing lies at that place to reserve'; END IF; UPDATE item_stock SET reserved = reserved + (CASE WHEN NEW.state = 'active' THEN NEW.quantity ELSE 0 END) - (CASE WHEN OLD.state = 'active' THEN OLD.quantity ELSE 0 END) WHERE item_id = NEW.item_id; UPDATE balance SET reserved = reserved - OLD.quantity WHERE item_id = OLD.item_id AND place_id = OLD.place_id AND lot = OLD.lot AND OLD.state = 'active'; UPDATE balance SET reserved = reserved + NEW.quantity WHERE item_id = NEW.item_id AND place_id = NEW.place_id AND lot = NEW.lot AND NEW.state = 'active';  RETURN NEW; END $$
;;
CREATE TRIGGER reservation_changed AFTER UPDATE ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_changed()
;;
CREATE FUNCTION reservation_settled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'TD005 a settled reservation cannot be changed'; END $$
;;
CREATE TRIGGER reservation_settled BEFORE UPDATE ON reservation FOR EACH ROW WHEN (OLD.state <> 'active' OR NEW.item_id <> OLD.item_id) EXECUTE FUNCTION reservation_settled()
;;
CREATE FUNCTION reservation_not_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'TD005 a settled reservation cannot be changed'; END $$
;;
CREATE TRIGGER reservation_not_deleted BEFORE DELETE ON reservation FOR EACH ROW EXECUTE FUNCTION reservation_not_deleted()
