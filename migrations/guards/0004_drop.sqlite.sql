DROP TRIGGER reservation_not_deleted
;;
DROP TRIGGER reservation_settled
;;
DROP TRIGGER reservation_changed
;;
DROP TRIGGER reservation_made
;;
DROP TRIGGER move_not_deleted
;;
DROP TRIGGER move_kept
;;
DROP TRIGGER move_posted
;;
DROP TRIGGER move_checked
;;
DROP TRIGGER item_has_stock
