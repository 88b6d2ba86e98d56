-- The bare server: one call writes what the program writes for an order, and nothing else.
CREATE FUNCTION floor_place(p_customer bigint, p_items bigint[], p_units bigint[])
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    v_day date := current_date;
    v_order bigint;
    v_line bigint;
    v_number bigint;
    v_total bigint;
    v_units bigint;
    v_ship record;
    v_sold record;
BEGIN
    PERFORM 1 FROM item_stock WHERE item_id = ANY(p_items) ORDER BY item_id FOR UPDATE;
    SELECT c.name, a.street, a.city, a.postcode, a.country INTO v_ship
        FROM customer c JOIN address a ON a.customer_id = c.id
        WHERE c.id = p_customer AND a.is_ship_default LIMIT 1;
    SELECT sum(w.units * i.price / 100), sum(w.units) INTO v_total, v_units
        FROM unnest(p_items, p_units) AS w(item, units) JOIN item i ON i.id = w.item;
    INSERT INTO counter (series, last) VALUES ('order', 1)
        ON CONFLICT (series) DO UPDATE SET last = counter.last + 1 RETURNING last INTO v_number;
    INSERT INTO sales_order (number, state, label, customer_id, reference, note, channel,
        ordered_on, made_at, confirmed_at, person_id, version, revision, ship_name, ship_street,
        ship_city, ship_region, ship_postcode, ship_country, ship_phone, stage, prices_with_tax,
        freight_tax, discount, goods, discount_amount, freight, tax, total, invoiced, paid, lines,
        units, cancelled_units, reserved_units, shipped_units, received_units, holds)
    VALUES ('SO-' || lpad(v_number::text, 6, '0'), 'confirmed', 'ready', p_customer, '', '',
        'typed', v_day, v_now, v_now, 1, 1, 1, v_ship.name, v_ship.street, v_ship.city, '',
        v_ship.postcode, v_ship.country, '', '', false, 0, 0, v_total, 0, 0, 0, v_total, 0, 0,
        cardinality(p_items), v_units, 0, v_units, 0, 0, 0) RETURNING id INTO v_order;
    FOR v_sold IN
        SELECT i.id, i.code, i.name, i.price, w.units, w.units * i.price / 100 AS amount, w.at
        FROM unnest(p_items, p_units) WITH ORDINALITY AS w(item, units, at)
        JOIN item i ON i.id = w.item ORDER BY w.at
    LOOP
        INSERT INTO order_line (order_id, position, item_id, kind, code, name, quantity, cancelled,
            reserved, shipped, received, price, price_manual, discount, amount, tax_share, tax,
            is_open)
        VALUES (v_order, v_sold.at, v_sold.id, 'stock', v_sold.code, v_sold.name, v_sold.units, 0,
            v_sold.units, 0, 0, v_sold.price, false, 0, v_sold.amount, 0, 0, 1)
        RETURNING id INTO v_line;
        INSERT INTO reservation (order_line_id, item_id, lot, quantity, state)
        VALUES (v_line, v_sold.id, '', v_sold.units, 'active');
        INSERT INTO customer_item (customer_id, item_id, orders, units, last_quantity, last_on)
        VALUES (p_customer, v_sold.id, 1, v_sold.units, v_sold.units, v_day)
        ON CONFLICT (customer_id, item_id) DO UPDATE SET orders = customer_item.orders + 1,
            units = customer_item.units + excluded.units, last_quantity = excluded.last_quantity,
            last_on = excluded.last_on;
        INSERT INTO month_item (month, item_id, units, amount)
        VALUES (to_char(v_day, 'YYYY-MM'), v_sold.id, v_sold.units, v_sold.amount)
        ON CONFLICT (month, item_id) DO UPDATE SET units = month_item.units + excluded.units,
            amount = month_item.amount + excluded.amount;
    END LOOP;
    INSERT INTO customer_account (customer_id, owed, orders, last_order_id)
    VALUES (p_customer, v_total, 1, v_order)
    ON CONFLICT (customer_id) DO UPDATE SET owed = customer_account.owed + excluded.owed,
        orders = customer_account.orders + 1, last_order_id = excluded.last_order_id;
    INSERT INTO day_sales (day, orders, lines, units, amount)
    VALUES (v_day, 1, cardinality(p_items), v_units, v_total)
    ON CONFLICT (day) DO UPDATE SET orders = day_sales.orders + 1,
        lines = day_sales.lines + excluded.lines, units = day_sales.units + excluded.units,
        amount = day_sales.amount + excluded.amount;
    INSERT INTO order_event (order_id, at, person_id, kind, details)
    VALUES (v_order, v_now, 1, 'OrderPlaced', '{"total":' || v_total || ',"state":"confirmed"}');
    INSERT INTO command (command_id, kind, person_id, at, answer)
    VALUES (gen_random_uuid()::text, 'PlaceOrder', 1, v_now, '{"order_id":' || v_order || '}');
    RETURN v_order;
END $$;

CREATE FUNCTION floor_ship(p_order bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    v_command text := gen_random_uuid()::text;
    v_outside bigint;
    v_number bigint;
    v_shipment bigint;
    v_head record;
    v_one record;
    v_mark text;
    v_step text;
BEGIN
    PERFORM 1 FROM sales_order WHERE id = p_order FOR UPDATE;
    PERFORM 1 FROM item_stock WHERE item_id IN
        (SELECT item_id FROM order_line WHERE order_id = p_order) ORDER BY item_id FOR UPDATE;
    SELECT id INTO v_outside FROM place WHERE kind = 'customer' LIMIT 1;
    INSERT INTO counter (series, last) VALUES ('shipment', 1)
        ON CONFLICT (series) DO UPDATE SET last = counter.last + 1 RETURNING last INTO v_number;
    INSERT INTO shipment (number, order_id, state, carrier, tracking, packages, made_at,
        shipped_at, shipped_on, received_by, received_how, revision)
    VALUES ('SH-' || lpad(v_number::text, 6, '0'), p_order, 'shipped', '', '', 1, v_now, v_now,
        v_now::date, '', '', 6) RETURNING id INTO v_shipment;
    SELECT sequence, hash INTO v_head FROM ledger_head WHERE id = 1 FOR UPDATE;
    FOR v_one IN
        SELECT r.id, r.order_line_id, r.item_id, r.quantity, (SELECT b.place_id FROM balance b
            WHERE b.item_id = r.item_id AND b.pickable = 1 AND b.on_hand - b.reserved >= r.quantity
            LIMIT 1) AS place_id
        FROM reservation r JOIN order_line l ON l.id = r.order_line_id
        WHERE l.order_id = p_order AND r.state = 'active' ORDER BY r.id
    LOOP
        INSERT INTO shipment_line (shipment_id, order_line_id, item_id, place_id, lot, planned,
            picked, shipped, received, condition, short_reason)
        VALUES (v_shipment, v_one.order_line_id, v_one.item_id, v_one.place_id, '',
            v_one.quantity, v_one.quantity, v_one.quantity, 0, '', '');
        UPDATE reservation SET place_id = v_one.place_id, state = 'consumed' WHERE id = v_one.id;
        v_head.sequence := v_head.sequence + 1;
        v_mark := encode(sha256(convert_to(concat_ws('|', v_head.hash, v_head.sequence,
            v_one.item_id, '', v_one.quantity, v_one.place_id, v_outside, 'ship', 'shipment',
            v_shipment, v_one.order_line_id, 1, '',
            to_char(v_now AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            to_char(v_now::date, 'YYYY-MM-DD'), '', v_command, '', ''), 'UTF8')), 'hex');
        INSERT INTO move (sequence, item_id, lot, quantity, from_place_id, to_place_id, kind,
            document, document_id, line_id, person_id, device, at, business_date, command_id,
            reason, previous_hash, hash)
        VALUES (v_head.sequence, v_one.item_id, '', v_one.quantity, v_one.place_id, v_outside,
            'ship', 'shipment', v_shipment, v_one.order_line_id, 1, '', v_now, v_now::date,
            v_command, '', v_head.hash, v_mark);
        v_head.hash := v_mark;
        UPDATE order_line SET shipped = shipped + v_one.quantity, reserved = 0, is_open = 0
            WHERE id = v_one.order_line_id;
    END LOOP;
    UPDATE sales_order SET shipped_units = units, reserved_units = 0, stage = 'shipped',
        label = 'shipped', revision = revision + 1 WHERE id = p_order;
    INSERT INTO order_event (order_id, at, person_id, kind, details)
    VALUES (p_order, v_now, 1, 'ShipmentPlanned', '{"shipment":"SH"}');
    FOREACH v_step IN ARRAY ARRAY['released', 'picking', 'picked', 'packed', 'shipped'] LOOP
        INSERT INTO order_event (order_id, at, person_id, kind, details)
        VALUES (p_order, v_now, 1, 'ShipmentMoved', '{"state":"' || v_step || '"}');
    END LOOP;
    INSERT INTO command (command_id, kind, person_id, at, answer)
    VALUES (v_command, 'ShipOrder', 1, v_now, '{"shipment_id":' || v_shipment || '}');
    RETURN v_shipment;
END $$;
